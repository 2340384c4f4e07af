"""Posts for any other tool: plain CommonMark, and a bundle file for programs."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from studyhub.publishing.blogs.front_matter import as_title, front_matter
from studyhub.publishing.blogs.post import Post, check
from studyhub.publishing.markdown.escaping import Dialect
from studyhub.publishing.markdown.markdown_writer import write_markdown

BUNDLE = "bundle.json"
BUNDLE_VERSION = 1
PLAIN = Dialect(cell_break="<br>")


def write_plain(posts: Sequence[Post]) -> dict[str, bytes]:
    """A file per post and `bundle.json`, by path. Raises UnusableSlug, InternalSurvives and SourceTooLong."""
    check(posts)
    written = {post.slug: _page(post) for post in posts}
    bundle = {"version": BUNDLE_VERSION, "posts": [_entry(post, written[post.slug]) for post in posts]}
    files = {f"{slug}.md": page for slug, page in written.items()}
    return files | {BUNDLE: json.dumps(bundle, ensure_ascii=False, indent=1).encode() + b"\n"}


def _page(post: Post) -> bytes:
    head = front_matter({"title": post.title, "date": post.date.isoformat(timespec="seconds"), "tags": post.tags})
    return f"{head}\n{write_markdown(post.source, PLAIN, post.dialect)}".encode()


def _entry(post: Post, page: bytes) -> dict[str, Any]:
    """What a program needs to place the post: `source` is our own address of it, where it has a public one."""
    return {
        "slug": post.slug,
        "file": f"{post.slug}.md",
        "title": as_title(post.title),
        "circle": as_title(post.circle),
        "series": as_title(post.series) if post.series else None,
        "order": post.series_number,
        "authors": [as_title(name) for name in post.authors],
        "source": post.canonical_url,
        "sha256": sha256(page).hexdigest(),
    }
