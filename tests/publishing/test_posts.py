"""Files of posts: their names, their bundle, and what is refused."""

import json
from collections.abc import Callable, Sequence
from hashlib import sha256

import pytest

from studyhub.publishing.blogs.hugo import write_hugo
from studyhub.publishing.blogs.plain import write_plain
from studyhub.publishing.blogs.post import InternalSurvives, Post, UnusableSlug
from tests.publishing.posts import HOSTILE, a_post

WRITERS = [write_hugo, write_plain]
Writer = Callable[[Sequence[Post]], dict[str, bytes]]


def test_hugo_gets_a_page_bundle_per_post() -> None:
    assert set(write_hugo([a_post(1), a_post(2)])) == {
        "content/posts/sre-reading-001/index.md",
        "content/posts/sre-reading-002/index.md",
    }


def test_plain_file_begins_with_title_date_and_tags() -> None:
    files = write_plain([a_post(1, title='輪読会: "4章" 🦆')])

    assert files["sre-reading-001.md"].decode() == (
        "---\n"
        'title: "輪読会: \\"4章\\" 🦆"\n'
        'date: "2026-05-14T16:30:05+09:00"\n'
        'tags: ["SRE", "on", "1.0"]\n'
        "---\n"
        "\n"
        "平均ではなく&#8203;**「分布」**&#8203;で見る。\n"
    )


def test_bundle_tells_a_program_what_each_post_is() -> None:
    files = write_plain([a_post(2, canonical_url="https://study.example.com/notes/2/")])

    assert json.loads(files["bundle.json"]) == {
        "version": 1,
        "posts": [
            {
                "slug": "sre-reading-002",
                "file": "sre-reading-002.md",
                "title": "SRE本輪読会 第2回",
                "circle": "SRE本輪読会",
                "series": "SRE本を読む",
                "order": 2,
                "authors": ["Aki"],
                "source": "https://study.example.com/notes/2/",
                "sha256": sha256(files["sre-reading-002.md"]).hexdigest(),
            }
        ],
    }


@pytest.mark.parametrize("write", WRITERS)
def test_posts_are_the_same_bytes_every_time(write: Writer) -> None:
    posts = [a_post(number, source=source) for number, source in enumerate(HOSTILE.values())]

    assert write(posts) == write(posts)


@pytest.mark.parametrize("write", WRITERS)
def test_files_are_utf8_with_line_feeds_only(write: Writer) -> None:
    for content in write([a_post(1, source="\ufeffa\r\nb\rc")]).values():
        text = content.decode("utf-8")
        assert "\r" not in text
        assert not text.startswith("\ufeff")
        assert text.endswith("\n")


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    "slug", ["short", "../../../etc/passwd", "UPPER-CASE-SLUG", "日本語のスラッグです今日は", "a" * 51, ""]
)
def test_unusable_name_is_refused(write: Writer, slug: str) -> None:
    with pytest.raises(UnusableSlug):
        write([a_post(slug=slug)])


@pytest.mark.parametrize("write", WRITERS)
def test_two_posts_of_one_name_are_refused(write: Writer) -> None:
    with pytest.raises(UnusableSlug):
        write([a_post(1), a_post(1)])


@pytest.mark.parametrize("write", WRITERS)
def test_surviving_internal_marker_is_refused(write: Writer) -> None:
    with pytest.raises(InternalSurvives):
        write([a_post(source="`:::internal`\n")])


@pytest.mark.parametrize("write", WRITERS)
def test_internal_block_that_was_not_cut_still_does_not_leave(write: Writer) -> None:
    files = write([a_post(source="前\n\n:::internal\n秘密\n:::\n")])

    assert not any("秘密".encode() in content for content in files.values())
