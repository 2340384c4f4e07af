"""Plain text as Markdown with an escape only where the tool acts on the character at that place."""

import re
from dataclasses import dataclass

from studyhub.publishing.markdown.escaping import Dialect

ENTITY = re.compile(r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
CANDIDATE = re.compile(r"""[\\`*_~\[\]{|"'<>&@:!.-]""")
WWW = re.compile(r"www\Z", re.IGNORECASE)
SCHEME = re.compile(r"(?:https?|ftp)\Z", re.IGNORECASE)
# Longer than any of what these look at.
LOOK_BACK = 6
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
AS_ENTITY = {"&": "&amp;", "<": "&lt;", "~": "&#126;", "@": "&#64;"}

# At the start of a line: a heading, a list, a quote, a definition, a line under a heading, a table's second line.
LINE_STARTS = [
    (re.compile(r"^(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|:\s|=+\s*$|-+\s*$)", re.MULTILINE), "\\\\"),
    (re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE), r"\1\\\2"),
    (re.compile(r"^(?=[:|-][ |:-]*$)", re.MULTILINE), "\\\\"),
]
HEADING_END = re.compile(r"(?<!\\)#(?=#*\s*\Z)")


@dataclass(frozen=True)
class Surroundings:
    """What stands around a text: the characters before and after it, and what it stands in."""

    before: str = ""
    after: str = ""
    is_first: bool = False
    in_link: bool = False
    in_table: bool = False
    in_heading: bool = False
    has_lone_tilde: bool = False


def escaped_where_needed(text: str, around: Surroundings, dialect: Dialect) -> str:
    """The text as Markdown that shows exactly it, but for the start of a line (line_starts_escaped)."""
    whole = around.before[-1:] + text.replace("\n", " ") + around.after[:2]
    first = len(around.before[-1:])
    end = first + len(text)

    def escaped(found: re.Match[str]) -> str:
        place = found.start()
        if not first <= place < end or not acts(whole, place, around, dialect, is_start=place == first):
            return found[0]
        return AS_ENTITY.get(found[0], f"\\{found[0]}")

    written = CANDIDATE.sub(escaped, whole)
    return written[first : len(written) - len(around.after[:2])]


def acts(whole: str, place: int, around: Surroundings, dialect: Dialect, *, is_start: bool) -> bool:
    """Whether the tool takes the character here for more than itself."""
    character, before, after = whole[place], whole[place - 1 : place], whole[place + 1 : place + 2]
    match character:
        case "\\":
            return not after or after in PUNCTUATION
        case "`":
            return True
        case "*":
            return not (is_blank(before) and is_blank(after))
        case "_":
            return not is_within_word(whole, place)
        case "~":
            return not around.has_lone_tilde
        case "[":
            return around.in_link or before == "^" or after in ("^", "!", "") or (is_start and around.is_first)
        case "]":
            return around.in_link or not after or after in "([:"
        case "{":
            return around.in_heading or (before == "{" and after in ("<", "%"))
        case "|":
            return around.in_table
        case "<":
            return opens_tag(before, after, dialect)
        case "&":
            return ENTITY.match(whole, place) is not None
        case "!":
            return after in ("[", "")
        case "@":
            return is_ascii_word(before) and is_ascii_word(after)
        case ":":
            return whole.startswith("//", place + 1) and bool(SCHEME.search(whole[max(place - LOOK_BACK, 0) : place]))
    return is_typographic(whole, place, dialect)


def is_typographic(whole: str, place: int, dialect: Dialect) -> bool:
    """Quotes become round ones, two dashes one, dots an ellipsis, and `www.` a link."""
    character, before, after = whole[place], whole[place - 1 : place], whole[place + 1 : place + 2]
    if character == "." and WWW.search(whole[max(place - LOOK_BACK, 0) : place]):
        return True
    if not dialect.is_smart:
        return False
    return character in "\"'" or before == character or (after == character and character != ">")


def is_blank(character: str) -> bool:
    return character == "" or character.isspace()


def is_within_word(whole: str, place: int) -> bool:
    """Whether a run of `_` has letters on both sides: then it opens and closes nothing."""
    before, after = whole[:place].rstrip("_")[-1:], whole[place:].lstrip("_")[:1]
    return before.isalnum() and after.isalnum()


def is_ascii_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "._+-") and character != ""


def opens_tag(before: str, after: str, dialect: Dialect) -> bool:
    is_tag = not after or after.isalpha() or after in "/!?<"
    return is_tag or (dialect.is_smart and before == "<")


def line_starts_escaped(written: str) -> str:
    """The Markdown of a paragraph, in lines that begin nothing but text."""
    for pattern, replacement in LINE_STARTS:
        written = pattern.sub(replacement, written)
    return written


def heading_end_escaped(written: str) -> str:
    """The Markdown of a heading, whose last `#` are not those a heading may be closed with."""
    return HEADING_END.sub(r"\\#", written)
