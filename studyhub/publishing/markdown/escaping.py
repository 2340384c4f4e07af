"""Text that stays text in every Markdown tool, however each of them marks up plain text of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass

# Numeric, because kramdown prints the character itself as an entity of its own.
ZERO_WIDTH_SPACE = "&#8203;"

# Beyond CommonMark's own: attributes, definitions, mathematics, smart quotes, shortcodes and bare addresses.
_MARKUP = re.compile(r"""[\\`*_\[\]{}#|"'$>=+!:()-]""")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", "~": "&#126;", "^": "&#94;", "@": "&#64;"})
# Two dots or more become an ellipsis, www. a link.
_ACTIVE_DOT = re.compile(r"(?<=\.)\.|\.(?=\.)|(?<=www)\.", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]{1,30}")


def _unchanged(code: str) -> str:
    return code


@dataclass(frozen=True)
class Dialect:
    """What one tool needs beyond CommonMark.

    `code` neutralises what the tool acts on even inside code. A smart tool makes round quotes and dashes of plain ones.
    `cell_break` is the end of a line in a cell of a table. The first dialect's texts keep their many escapes and the
    backslash at a line's end.
    """

    code: Callable[[str], str] = _unchanged
    is_smart: bool = False
    cell_break: str = " "
    is_first: bool = False


def prose(text: str) -> str:
    """Plain text as Markdown that shows exactly it, anywhere but at the edge of a line."""
    return _ACTIVE_DOT.sub(r"\\.", _MARKUP.sub(r"\\\g<0>", text).translate(_ENTITIES))


def edges_kept(text: str, *, start: bool, end: bool) -> str:
    """Escaped text with white space at its start or end as an entity, which no tool takes for white space.

    A backslash at its end too: with the one of a hard break, Hugo would count them as another pair.
    """
    if start and text[:1].isspace():
        text = f"&#{ord(text[0])};{text[1:]}"
    if end and text[-1:].isspace():
        text = f"{text[:-1]}&#{ord(text[-1])};"
    if end and text.endswith("\\\\"):
        text = f"{text[:-2]}&#92;"
    return text


def code_span(code: str, dialect: Dialect) -> str:
    """Code within a line, between more backticks than it has itself."""
    shown = dialect.code(code)
    fence = "`" * (longest_run(shown, "`") + 1)
    touches = shown.startswith("`") or shown.endswith("`")
    is_stripped = shown.startswith(" ") and shown.endswith(" ") and shown.strip(" ")
    padding = " " if touches or is_stripped else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def fenced(code: str, info: str, dialect: Dialect) -> str:
    """A block of code with its language, unless the language is more than one plain word."""
    shown = dialect.code(code.removesuffix("\n"))
    fence = "`" * max(3, longest_run(shown, "`") + 1)
    language = info.split(maxsplit=1)[0] if info.strip() else ""
    opening = fence + (language if _LANGUAGE.fullmatch(language) else "")
    return f"{opening}\n{shown}\n{fence}" if shown else f"{opening}\n{fence}"


def longest_run(text: str, character: str) -> int:
    return max(map(len, re.findall(f"{re.escape(character)}+", text)), default=0)


def destination(address: str) -> str:
    """A link's address, already percent-encoded, so that nothing in it is read as an entity or an end."""
    encoded = address.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    return f"<{'%20'.join(encoded.split())}>"
