"""Texts as engineers write them say the same on our page, in a site that Hugo built, and in the plain export.

Each file in texts/ is by us and has the manner of notes from Zenn, Qiita, HedgeDoc or minutes of a meeting.
"""

from pathlib import Path

import pytest
from lxml import html

from studyhub.notes.text.internal import has_marker
from studyhub.notes.text.markdown import render
from studyhub.publishing.blogs.hugo import write_hugo
from studyhub.publishing.blogs.plain import PLAIN
from studyhub.publishing.markdown.markdown_writer import write_markdown
from tests.publishing.posts import a_post
from tests.publishing.shape import PREFIX, Event, shape, without_breaks_in_cells
from tests.publishing.test_hugo import Page, build
from tests.publishing.test_markdown_writer import OTHER

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "texts").glob("*.md"))}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    posts = [a_post(number, source=source) for number, source in enumerate(TEXTS.values())]
    pages = build(tmp_path_factory.mktemp("texts"), write_hugo(posts))
    return {name: pages[post.slug] for name, post in zip(TEXTS, posts, strict=True)}


def test_there_are_at_least_sixty_texts() -> None:
    assert len(TEXTS) >= 60


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_may_leave(name: str) -> None:
    assert not has_marker(TEXTS[name])


@pytest.mark.parametrize("name", TEXTS)
def test_hugo_says_what_our_page_says(built: dict[str, Page], name: str) -> None:
    assert without_breaks_in_cells(shape(built[name].body)) == without_breaks_in_cells(page_of(name))


@pytest.mark.parametrize("name", TEXTS)
def test_the_plain_export_says_what_our_page_says(name: str) -> None:
    assert shape(OTHER.render(write_markdown(TEXTS[name], PLAIN))) == page_of(name)


@pytest.mark.parametrize("name", TEXTS)
def test_no_secret_and_no_marker_is_seen(built: dict[str, Page], name: str) -> None:
    for page in (render(TEXTS[name], prefix=PREFIX), built[name].body):
        words = str(html.fromstring(f"<main>{page}</main>").xpath("string(//main)"))
        assert [secret for secret in ("メモ", "社内の", "::: ") if secret in words] == []


def page_of(name: str) -> list[Event]:
    return shape(render(TEXTS[name], prefix=PREFIX))
