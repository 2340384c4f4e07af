"""What is found of a book, and how two services tell it. Whatever an answer holds, it becomes plain text."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studyhub.circles.models import TITLE_MAX_CHARS
from studyhub.circles.toc import BYTES_MAX
from studyhub.text.cleaning import clean_line, clean_text

LINE_MAX_CHARS = 200
# ONIX, list 153: the table of contents.
CONTENTS = "04"
_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


class NotUnderstood(Exception):
    """The answer is none of this service's."""


@dataclass(frozen=True)
class FoundBook:
    """What a service says of a book; empty where it says nothing."""

    title: str
    authors: str = ""
    publisher: str = ""
    toc: str = ""


def openbd(body: bytes) -> FoundBook | None:
    """The book of an answer of openBD; None where it knows none. Raises NotUnderstood."""
    match _json(body):
        case [None] | []:
            return None
        case [{"summary": dict(summary)} as book, *_]:
            return _book(summary.get("title"), summary.get("author"), summary.get("publisher"), _contents(book))
    raise NotUnderstood


def google(body: bytes) -> FoundBook | None:
    """The book of an answer of Google Books, which tells no contents; None where it knows none.

    Raises NotUnderstood.
    """
    match _json(body):
        case {"items": [{"volumeInfo": dict(told)}, *_]}:
            authors = told.get("authors")
            names = ", ".join(_line(one) for one in authors) if isinstance(authors, list) else ""
            return _book(told.get("title"), names, told.get("publisher"), "")
        case {"totalItems": 0}:
            return None
    raise NotUnderstood


READERS: dict[str, Callable[[bytes], FoundBook | None]] = {"openbd": openbd, "google": google}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error


def _book(title: Any, authors: Any, publisher: Any, toc: str) -> FoundBook:
    if not _line(title):
        raise NotUnderstood
    return FoundBook(_line(title)[:TITLE_MAX_CHARS], _line(authors), _line(publisher), toc)


def _line(text: Any) -> str:
    return clean_line(text)[:LINE_MAX_CHARS] if isinstance(text, str) else ""


def _contents(book: dict[str, Any]) -> str:
    match book:
        case {"onix": {"CollateralDetail": {"TextContent": list(texts)}}}:
            found = [_lines(text) for text in texts]
            return next((text for text in found if text), "")
    return ""


def _lines(text: Any) -> str:
    match text:
        case {"TextType": str(kind), "Text": str(told)} if kind == CONTENTS:
            plain = html.unescape(_TAG.sub("", _BREAK.sub("\n", told)))
            return clean_text(plain).strip().encode()[:BYTES_MAX].decode(errors="ignore")
    return ""
