"""The first words of a note on one line, as people would say them: for feeds and what other sites show of a page."""

import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser

from studyhub.notes.parsing.characters import FULL_WIDTH_PUNCTUATION, is_full_width_punctuation, is_japanese

SUMMARY_CHARS = 200
# As much HTML as holds that many characters of text in any but a strange note.
HTML_CHARS = 8_000
# Read piece by piece, for most notes say enough at once. How words end depends on what follows.
PIECE_CHARS, UNSETTLED_CHARS = 1_000, 20
WITHIN_SENTENCES = frozenset(
    {"a", "b", "code", "em", "i", "input", "kbd", "label", "s", "span", "strong", "sub", "sup"}
)
# Code and tables say nothing in one line, headings are no sentences, and signs of footnotes lead nowhere here.
LEFT_OUT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"})
LEFT_OUT_CLASSES = frozenset({"footnote-ref", "footnotes", "internal-label"})
WITHOUT_END = frozenset({"br", "hr", "img", "input"})
# What notes begin with (`templates/notes/beginnings`) and nobody has written over is none of their words.
UNWRITTEN = frozenset(
    {"[ ]", "社外に出さないことは、この中に書きます。", "What must not leave the organisation goes in here."}
)
_PARTED = re.compile(r"\s+")
# 。 and 「 bring their own white space.
_BESIDE_MARKS = re.compile(rf" (?=[{FULL_WIDTH_PUNCTUATION}])|(?<=[{FULL_WIDTH_PUNCTUATION}]) ")


def summary(html: str, *, chars: int = SUMMARY_CHARS) -> str:
    """The first words of sanitised HTML as plain text on one line, cut with an ellipsis; "" where there are none.

    Blocks and lines are joined as the language joins them: Japanese without a blank, everything else with one.
    """
    reader, words = _Reader(), ""
    for start in range(0, min(len(html), HTML_CHARS), PIECE_CHARS):
        # Cut within a tag or an entity, the rest of it is no text.
        reader.feed(html[start : min(start + PIECE_CHARS, HTML_CHARS)])
        words = _joined(reader.blocks)
        if len(words) > chars + UNSETTLED_CHARS:
            break
    return _cut(words, chars)


def shortened(text: str, *, chars: int = SUMMARY_CHARS) -> str:
    """The first words of plain text, its lines joined like blocks."""
    return _cut(_joined(text.split("\n")), chars)


def _cut(words: str, chars: int) -> str:
    return words if len(words) <= chars else f"{words[: chars - 1].rstrip()}…"


class _Reader(HTMLParser):
    """Gathers the text of blocks; what is left out is skipped with all it holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        # The tags that stand open since the one that is left out.
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipped or _is_left_out(tag, attrs):
            self.skipped += [] if tag in WITHOUT_END else [tag]
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.skipped:
            del self.skipped[_last(self.skipped, tag) :]
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.blocks[-1] += data

    def _part(self, tag: str) -> None:
        if tag not in WITHIN_SENTENCES and not self.skipped and self.blocks[-1]:
            self.blocks.append("")


def _joined(blocks: Iterable[str]) -> str:
    words = ""
    for block in map(_on_one_line, blocks):
        if not block or block in UNWRITTEN:
            continue
        words += _between(words, block) + block if words else block
    return words


def _is_left_out(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    return tag in LEFT_OUT or dict(attrs).get("class") in LEFT_OUT_CLASSES


def _last(tags: list[str], tag: str) -> int:
    return len(tags) - 1 - tags[::-1].index(tag)


def _on_one_line(block: str) -> str:
    """The block with one blank for white space, and none where lines of Japanese meet."""
    words = ""
    for line in block.split("\n"):
        if clean := _PARTED.sub(" ", line).strip():
            words += _between_lines(words, clean) + clean if words else clean
    return _BESIDE_MARKS.sub("", words)


def _between_lines(before: str, after: str) -> str:
    return "" if is_japanese(before[-1]) and is_japanese(after[0]) else " "


def _between(before: str, after: str) -> str:
    """What parts two blocks: 、 between words of Japanese, nothing after its own marks, else a blank."""
    last, first = before[-1], after[0]
    if not is_japanese(last) and not is_japanese(first):
        return " "
    opens, closes = unicodedata.category(first) == "Ps", unicodedata.category(last) == "Pe"
    if is_full_width_punctuation(last) or (is_full_width_punctuation(first) and not opens):
        return ""
    return "、" if opens or closes or not (_is_mark(last) or _is_mark(first)) else " "


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
