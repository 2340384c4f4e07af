"""Posts for Hugo: page bundles below `content/posts/`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studyhub.publishing.blogs.front_matter import as_title, front_matter
from studyhub.publishing.blogs.post import Post, check
from studyhub.publishing.markdown.escaping import Dialect
from studyhub.publishing.markdown.markdown_writer import write_markdown

# Hugo makes an address of each tag, and these would make an odd one.
TAG_NAMES = {"c#": "csharp", "f#": "fsharp", "c++": "cpp", ".net": "dotnet", "ci/cd": "ci-cd", "tcp/ip": "tcp-ip"}
TAG = re.compile(r"\w(?:[\w .-]{0,58}\w)?")
# Tags and series become folders, whose names hold 255 bytes: a longer one stops the build of the whole blog.
NAME_MAX_CHARS = 60

_INVISIBLE = "\u200b"
# Hugo runs shortcodes in code too, and even an unclosed one stops the build of the whole blog.
_SHORTCODE = re.compile(r"\{\{(?P<sign>[<%])(?P<call>[^{}\n]*?)(?P<end>[>%])\}\}")
_SHORTCODE_START = re.compile(r"\{\{(?=[<%](?!/\*))")
_SUMMARY_DIVIDER = re.compile(r"<!(?=--\s*more\s*-->)", re.IGNORECASE)


@dataclass(frozen=True)
class Tags:
    """The tags Hugo takes, and those it has no name for."""

    kept: tuple[str, ...]
    dropped: tuple[str, ...]


def write_hugo(posts: Sequence[Post]) -> dict[str, bytes]:
    """One page bundle a post, by path. Raises UnusableSlug, InternalSurvives and SourceTooLong."""
    check(posts)
    return {f"content/posts/{post.slug}/index.md": _page(post) for post in posts}


def tags_for(tags: Sequence[str]) -> Tags:
    """Which tags Hugo takes, under which name; for telling people before they download."""
    named = {tag: TAG_NAMES.get(as_title(tag).lower(), as_title(tag)) for tag in tags}
    kept = [name for name in named.values() if TAG.fullmatch(name)]
    return Tags(tuple(dict.fromkeys(kept)), tuple(tag for tag, name in named.items() if not TAG.fullmatch(name)))


def _page(post: Post) -> bytes:
    return (_front_matter(post) + "\n" + write_markdown(post.source, HUGO, post.dialect)).encode()


def _front_matter(post: Post) -> str:
    return front_matter(
        {
            "title": post.title,
            "date": post.date.isoformat(timespec="seconds"),
            "lastmod": post.updated.isoformat(timespec="seconds"),
            "draft": post.draft,
            "tags": tags_for(post.tags).kept,
            "authors": post.authors,
            "series": (post.series[:NAME_MAX_CHARS],) if post.series else (),
            "series_order": post.series_number,
            "canonical_url": post.canonical_url,
        }
    )


def _code(code: str) -> str:
    """Code that Hugo shows and does not run."""
    shown = _SHORTCODE.sub(_as_comment, code)
    shown = _SHORTCODE_START.sub("{{" + _INVISIBLE, shown)
    return _SUMMARY_DIVIDER.sub("<!" + _INVISIBLE, shown)


def _as_comment(shortcode: re.Match[str]) -> str:
    """A whole shortcode as a commented one, which Hugo shows without the comment's signs."""
    sign, call, end = shortcode["sign"], shortcode["call"], shortcode["end"]
    is_pair = (sign, end) in {("<", ">"), ("%", "%")}
    if not is_pair or "/*" in call or "*/" in call:
        return shortcode[0].replace("{{", "{{" + _INVISIBLE)
    return f"{{{{{sign}/*{call}*/{end}}}}}"


HUGO = Dialect(code=_code, is_smart=True)
