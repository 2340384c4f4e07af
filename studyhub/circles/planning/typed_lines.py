"""The table of contents as typed into a form: raw texts that survive every step, and what is wrong with them."""

import unicodedata
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from typing import Any

from studyhub.circles.planning.line_groups import LineGroup
from studyhub.circles.planning.outline import OutlineLine
from studyhub.circles.toc import LINES_MAX, LineKind
from studyhub.text.cleaning import clean_line

NUMBER_MAX_CHARS = 20
TITLE_MAX_CHARS = 300
PAGE_MAX_DIGITS = 5


class Press(StrEnum):
    """What a press does with all lines of one depth and kind."""

    TICK = "tick"
    ONLY = "only"
    UNTICK = "untick"


class LineProblem(StrEnum):
    """What has to be mended in one line."""

    KIND = "kind"
    NUMBER = "number"
    NO_TITLE = "no_title"
    LONG_TITLE = "long_title"
    PAGE = "page"


@dataclass(frozen=True)
class TypedLine:
    """One line as it stands in the form."""

    kind: str
    number: str
    title: str
    page: str
    is_ticked: bool
    is_read_before: bool
    depth: int = 1

    @classmethod
    def of(cls, line: OutlineLine) -> "TypedLine":
        """What the form shows of a line that was read."""
        page = "" if line.page is None else str(line.page)
        return cls(
            line.kind.value, line.number or "", line.title, page, line.is_ticked, line.is_read_before, line.depth
        )

    def packed(self) -> list[Any]:
        """As a list, for a draft."""
        return list(astuple(self))

    def problem(self) -> LineProblem | None:
        """What has to be mended; only what is read needs a title and a page that make sense."""
        if self.kind not in list(LineKind):
            return LineProblem.KIND
        if len(self.number) > NUMBER_MAX_CHARS:
            return LineProblem.NUMBER
        if not self.title:
            return LineProblem.NO_TITLE
        if len(self.title) > TITLE_MAX_CHARS and self.is_ticked:
            return LineProblem.LONG_TITLE
        return LineProblem.PAGE if self.page and page_number(self.page) is None else None

    def outlined(self) -> OutlineLine:
        """The line it stands for; it must have no problem."""
        return OutlineLine(
            LineKind(self.kind),
            self.number or None,
            self.title,
            page_number(self.page),
            self.is_ticked,
            self.is_read_before,
            self.depth,
        )


def page_number(text: str) -> int | None:
    """A page as a number, full width digits too; None when it is none."""
    plain = unicodedata.normalize("NFKC", text)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= PAGE_MAX_DIGITS else None


def carried(known: Sequence[tuple[TypedLine, TypedLine]], lines: Sequence[TypedLine]) -> list[TypedLine]:
    """Lines read anew, with what was corrected in those that are still there.

    `known` pairs each line as it was read before with what was typed into it. Of lines that read alike the first
    corrections go to the first.
    """
    corrected: defaultdict[tuple[str, str, str], deque[TypedLine | None]] = defaultdict(deque)
    for was_read, typed in known:
        corrected[_read_alike(was_read)].append(typed if typed != was_read else None)
    return [_carried(line, corrected[_read_alike(line)]) for line in lines]


def _read_alike(line: TypedLine) -> tuple[str, str, str]:
    return line.number, line.title, line.page


def _carried(line: TypedLine, waiting: deque[TypedLine | None]) -> TypedLine:
    typed = waiting.popleft() if waiting else None
    return replace(typed, depth=line.depth) if typed else line


def from_form(form: Mapping[str, str], known: Sequence[TypedLine]) -> list[TypedLine]:
    """The lines as a form sends them, short names carrying 2,000 lines; what it leaves out stays as it was.

    `b<index>` says that a line was shown with its box, `t<index>` that it was shown with all its fields.
    """
    return [_from_form(form, index, line) for index, line in enumerate(known[:LINES_MAX])]


def _from_form(form: Mapping[str, str], index: int, line: TypedLine) -> TypedLine:
    is_open = f"t{index}" in form
    texts = {"k": line.kind, "n": line.number, "t": line.title, "p": line.page}
    kind, number, title, page = (clean_line(form.get(f"{name}{index}", text)) for name, text in texts.items())
    is_ticked = f"x{index}" in form or (line.is_ticked and not is_open and f"b{index}" not in form)
    is_read_before = f"r{index}" in form or (line.is_read_before and not is_open)
    return TypedLine(kind, number, title, page, is_ticked, is_read_before, line.depth)


def pressed(form: Mapping[str, str], lines: Sequence[TypedLine]) -> list[TypedLine]:
    """The lines after the press that the form carries: a group ticked, ticked alone, or unticked; else as they are."""
    press = next((press for press in Press if press in form), None)
    if press is None:
        return list(lines)
    return [_pressed(line, press, is_meant=LineGroup(line.depth, line.kind).key == form[press]) for line in lines]


def _pressed(line: TypedLine, press: Press, *, is_meant: bool) -> TypedLine:
    if is_meant:
        return replace(line, is_ticked=press is not Press.UNTICK)
    return replace(line, is_ticked=False) if press is Press.ONLY else line
