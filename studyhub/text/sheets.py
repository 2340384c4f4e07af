"""Tables that people bring from a spreadsheet: read by the words of the heading, what is unclear named by line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext as _

from studyhub.text.cleaning import clean_text, folded
from studyhub.text.csv_files import NotText, decoded, rows

MAX_BYTES = 1_000_000


class SheetProblem(StrEnum):
    """Why any table, or a line of it, cannot be read."""

    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_CSV = "not_csv"
    COLUMN_TWICE = "column_twice"
    CELL_COUNT = "cell_count"


@dataclass(frozen=True)
class Problem:
    """What is wrong, with the text that is; line is the number in the file, None for the file as a whole."""

    kind: StrEnum
    line: int | None = None
    value: str = ""


@dataclass
class Sheet:
    """A table by the names of its columns: its heading's line, and each line that has as many cells as the heading.

    Without a heading there is nothing in it.
    """

    heading: int | None = None
    columns: list[str | None] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    lines: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def cells(self) -> Iterator[tuple[int, dict[str, str] | Problem]]:
        """Each line's number with its cells by column, or with what is wrong with their number."""
        for number, line in self.lines:
            if len(line) == len(self.columns):
                yield number, {name: cell for name, cell in zip(self.columns, line, strict=True) if name}
            else:
                counts = f"{len(line)} / {len(self.columns)}"
                yield number, Problem(SheetProblem.CELL_COUNT, number, counts)


def text_of(data: bytes) -> str | Problem:
    """The text of a file, or why it has none."""
    if len(data) > MAX_BYTES:
        return Problem(SheetProblem.TOO_LARGE)
    try:
        text = decoded(data)
    except NotText:
        return Problem(SheetProblem.NOT_TEXT)
    # It comes back from the preview in UTF-8: what is too large then was too large at once.
    return text if len(text.encode()) <= MAX_BYTES else Problem(SheetProblem.TOO_LARGE)


def read(text: str, names: Mapping[str, tuple[str, ...]]) -> Sheet:
    """The table in a text; `names` has the words by which the heading may name each column."""
    try:
        found = list(rows(clean_text(text).removeprefix("\ufeff")))
    except csv.Error:
        return Sheet(problems=[Problem(SheetProblem.NOT_CSV)])
    if not found:
        return Sheet()
    (line, heading), *lines = found
    meanings = {folded(word): name for name, words in names.items() for word in words}
    columns = [meanings.get(folded(word)) for word in heading]
    return Sheet(
        heading=line,
        columns=columns,
        unknown_columns=[word for word, name in zip(heading, columns, strict=True) if name is None and word],
        lines=lines,
        problems=[Problem(SheetProblem.COLUMN_TWICE, line, name) for name in names if columns.count(name) > 1],
    )


def words(problem: Problem) -> str | None:
    """One sentence about what can be wrong with any table, without the line's number; None of what a feature adds."""
    said = {
        SheetProblem.TOO_LARGE: _("The file is larger than 1 MB."),
        SheetProblem.NOT_TEXT: _("The file is neither UTF-8 nor Shift_JIS. Please save it as CSV."),
        SheetProblem.NOT_CSV: _("The file cannot be read as CSV: a quotation mark is missing or out of place."),
        SheetProblem.COLUMN_TWICE: _("The column “%(column)s” is there twice.", column=problem.value),
        SheetProblem.CELL_COUNT: _(
            "The line has more or fewer cells than the heading (%(counts)s).", counts=problem.value
        ),
    }
    return str(said[problem.kind]) if isinstance(problem.kind, SheetProblem) else None
