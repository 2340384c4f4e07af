// Reads a feed of any format from standard input and prints what feedsmith understands of it.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

const { format, feed } = parseFeed(readFileSync(0, "utf8"));
const names = (people) => (people ?? []).map((one) => one.name ?? one);
const readers = {
  rss: () => ({
    authors: names(feed.dc?.creators),
    items: (feed.items ?? []).map((item) => ({
      id: item.guid.value,
      title: item.title,
      html: item.content.encoded,
      authors: names(item.dc?.creators),
      tags: (item.categories ?? []).map((one) => one.name),
    })),
  }),
  atom: () => ({
    authors: names(feed.authors),
    items: (feed.entries ?? []).map((entry) => ({
      id: entry.id,
      title: entry.title.value ?? entry.title,
      html: entry.content.value ?? entry.content,
      authors: names(entry.authors),
      tags: (entry.categories ?? []).map((one) => one.term),
    })),
  }),
  json: () => ({
    authors: names(feed.authors),
    items: (feed.items ?? []).map((item) => ({
      id: item.id,
      title: item.title,
      html: item.content_html,
      authors: names(item.authors),
      tags: item.tags ?? [],
    })),
  }),
};
console.log(JSON.stringify({ format, ...readers[format]() }));
