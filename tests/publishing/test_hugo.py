"""The real Hugo builds every post without a word, and its pages say what ours say."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from studyhub.notes.text.markdown import render
from studyhub.publishing.blogs.hugo import NAME_MAX_CHARS, Tags, tags_for, write_hugo
from tests.publishing.posts import HOSTILE, NOTES, TITLES, a_post, random_notes
from tests.publishing.shape import PREFIX, shape, without_breaks_in_cells

HUGO = Path(sys.executable).parent / "hugo"
SITE = {
    "hugo.toml": (
        'baseURL = "https://blog.example.com/"\ntitle = "blog"\ndisableKinds = ["rss", "sitemap", "404"]\n'
        '[taxonomies]\ntag = "tags"\nseries = "series"\n'
    ),
    "layouts/all.html": "<p>{{ .Title }}</p>\n",
    "layouts/page.html": (
        "<h1>{{ .Title }}</h1><main>{{ .Content }}</main>"
        '<pre id="read">{{ dict "title" .Title "date" .Date "lastmod" .Lastmod "draft" .Draft "params" .Params'
        " | jsonify }}</pre>"
    ),
}
BODIES = [*NOTES.items(), *HOSTILE.items()]


@dataclass(frozen=True)
class Page:
    """What Hugo built of one post, and what it understood of its front matter."""

    body: str
    read: dict[str, Any]


def build(folder: Path, files: Mapping[str, bytes]) -> dict[str, Page]:
    """Build a blog of these files and hand back its pages by slug; Hugo has nothing to say about any of them."""
    for path, content in {**{path: text.encode() for path, text in SITE.items()}, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    done = subprocess.run(
        [HUGO, "--buildDrafts", "-d", "out", "--printPathWarnings", "--cacheDir", folder / "cache"],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "WARN" not in done.stderr + done.stdout
    return {path.parent.name: page(path) for path in (folder / "out" / "posts").glob("*/index.html")}


def page(path: Path) -> Page:
    document = html.fromstring(path.read_text(encoding="utf-8"))
    (main,) = document.iter("main")
    inside = (main.text or "") + "".join(html.tostring(child, encoding="unicode") for child in main)
    read = next(pre for pre in document.iter("pre") if pre.get("id") == "read")
    return Page(inside, json.loads("".join(str(text) for text in read.itertext())))


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    posts = [a_post(number, source=source) for number, (_name, source) in enumerate(BODIES)]
    return build(tmp_path_factory.mktemp("bodies"), write_hugo(posts))


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    posts = [
        a_post(number, title=title, tags=(title, "on"), authors=(title,), series=title)
        for number, title in enumerate(TITLES)
    ]
    return build(tmp_path_factory.mktemp("titles"), write_hugo(posts))


@pytest.mark.parametrize("number", range(len(BODIES)), ids=[name for name, _source in BODIES])
def test_hugo_shows_what_our_page_shows(bodies: dict[str, Page], number: int) -> None:
    source = BODIES[number][1]

    built = bodies[a_post(number).slug].body

    assert shape(built) == shape(render(source, prefix=PREFIX))


@pytest.mark.parametrize("number", range(len(BODIES)), ids=[name for name, _source in BODIES])
def test_hugo_page_has_nothing_active(bodies: dict[str, Page], number: int) -> None:
    document = html.fromstring(f"<main>{bodies[a_post(number).slug].body}</main>")

    assert document.xpath("//script | //iframe | //form | //img | //comment() | //@*[starts-with(name(), 'on')]") == []
    assert document.xpath("//@href[starts-with(., 'javascript:') or starts-with(., 'data:')]") == []


def test_hugo_shows_any_markdown_as_our_page_does(tmp_path: Path) -> None:
    posts = [a_post(number, source=source) for number, source in enumerate(random_notes(seed=1, count=400))]

    built = build(tmp_path, write_hugo(posts))

    different = [
        post.source
        for post in posts
        if without_breaks_in_cells(shape(built[post.slug].body))
        != without_breaks_in_cells(shape(render(post.source, prefix=PREFIX)))
    ]
    assert different == []


@pytest.mark.parametrize("number", range(len(TITLES)), ids=[title[:20] for title in TITLES])
def test_hugo_reads_exactly_the_title(titled: dict[str, Page], number: int) -> None:
    title = " ".join(TITLES[number].split())

    read = titled[a_post(number).slug].read

    assert read["title"] == title
    assert read["params"]["authors"] == [title]
    assert read["params"]["series"] == [title[:NAME_MAX_CHARS]]


def test_hugo_reads_dates_state_and_place_in_the_series(tmp_path: Path) -> None:
    post = a_post(3, draft=True, canonical_url="https://study.example.com/notes/3/")

    read = build(tmp_path, write_hugo([post]))[post.slug].read

    assert read["date"] == "2026-05-14T16:30:05+09:00"
    assert read["lastmod"] == "2026-05-20T01:00:00Z"
    assert read["draft"] is True
    assert read["params"]["tags"] == ["SRE", "on", "1.0"]
    assert read["params"]["series_order"] == 3
    assert read["params"]["canonical_url"] == "https://study.example.com/notes/3/"


def test_tags_hugo_has_no_address_for_are_renamed_or_dropped() -> None:
    assert tags_for(["SRE", "C#", "a/b", "監視", "SRE", "c#", ".NET", ""]) == Tags(
        kept=("SRE", "csharp", "監視", "dotnet"), dropped=("a/b", "")
    )
