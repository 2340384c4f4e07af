"""Tables: rows of a spreadsheet or of Markdown, from which the label, the title and the page of each line are taken."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from studyhub.circles.toc.labels import Role, read_label
from studyhub.circles.toc.lines import WORD, SourceLine
from studyhub.circles.toc.marks import fold, plain

MOST = 0.6
FEW_LABELLED = 0.4
FEWEST_ROWS = 2
INDENTED_SHARE = 0.25
COLUMNS_MAX = 30
# What parts cells, and how many there are at least in a row whose first is no number: titles hold commas too.
SIGNS = (("\t", 3), (" | ", 3), (",", COLUMNS_MAX + 2))

NUMBER = re.compile(r"(?:No\.?\s*|#\s*|第\s*)?[0-9]{1,3}(?:[.-][0-9]{1,3})*\.?(?:\s*[章回])?\Z|[A-Z]\.?\Z")
PAGE = re.compile(r"(?:p\.?\s*)?([0-9]{1,4})(?:\s*[-–~〜]\s*[0-9]{1,4})?\s*(?:ページ|頁)?\Z", re.IGNORECASE)
DATE = re.compile(r"[0-9]{1,4}\s*[/.年月-]\s*[0-9]{1,2}(?:\s*[/.月日-]\s*[0-9]{0,4}\s*日?)?\s*(?:[(（].{1,4}[)）])?\Z")
TITLE = re.compile(r"(?:タイトル|題名?|章題|章名|見出し|テーマ|(?i:(?:chapter )?title|topic|subject))\Z")
LABELLED = {Role.PART, Role.CHAPTER, Role.APPENDIX, Role.UNIT, Role.DOTTED, Role.NAMED_CHAPTER}
RULER = re.compile(r"[|:\s-]+\Z")


@dataclass(frozen=True)
class Columns:
    """Where to look in a row; empty or None for what the table does not have."""

    numbers: tuple[int, ...]
    title: int
    page: int | None


def without_cells(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines of a table as label, title and page, each in its place; other lines as they are."""
    rows = [cells_of(line) for line in lines]
    table = [row for row in rows if len(row) > 1]
    if len(table) < max(FEWEST_ROWS, MOST * sum(not line.is_aside for line in lines)):
        return list(lines)
    columns = columns_of(table)
    if columns is None:
        return list(lines)
    heading = heading_place(lines, rows, columns)
    return [
        replace(line, is_aside=True) if place == heading else read_row(line, row, columns)
        for place, (line, row) in enumerate(zip(lines, rows, strict=True))
    ]


def cells_of(line: SourceLine) -> list[str]:
    """What stands in the cells of a row; one cell for a line that is no row."""
    text = line.text.strip("\r\n\ufeff ")
    if line.is_aside:
        return [text]
    if text.startswith("|") and text.count("|") > 1:
        return cells_between(text.strip("|"), "|")
    for sign, fewest in SIGNS:
        cells = cells_between(text, sign) if sign in text else []
        if len(cells) >= fewest or (len(cells) > 1 and NUMBER.match(fold(cells[0]))):
            return cells
    return [text]


def cells_between(text: str, sign: str) -> list[str]:
    return [plain(cell.strip().strip('"')) for cell in text.split(sign, COLUMNS_MAX)]


def columns_of(table: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table; None where its cells are but indentation, or nothing in it can be a title."""
    width = max(len(row) for row in table)
    columns = [[row[place] for row in table if place < len(row) and row[place]] for place in range(width)]
    title = title_column(columns, table[0])
    if title is None or is_indented(table, title):
        return None
    own = share(columns[title], is_labelled) >= FEW_LABELLED
    numbers = [] if own else [place for place in range(title) if share(columns[place], is_number) >= MOST]
    page = next((place for place in range(title + 1, width) if are_pages(columns[place], len(table))), None)
    return Columns(tuple(numbers), title, page)


def is_indented(table: Sequence[Sequence[str]], title: int) -> bool:
    """Whether cells are left empty to set titles in; a day that is not known yet leaves its title in its column."""
    empty = sum(not row[0] for row in table)
    in_column = sum(len(row) > title and bool(row[title]) for row in table)
    return empty > INDENTED_SHARE * len(table) and not (title > 0 and in_column == len(table))


def title_column(columns: Sequence[Sequence[str]], names: Sequence[str]) -> int | None:
    """The first column whose cells are labelled or whose name says so, else the one whose words differ most."""
    for place, cells in enumerate(columns):
        name = names[place] if place < len(names) else ""
        if share(cells, is_labelled) >= FEW_LABELLED or TITLE.match(name):
            return place
    differing = {
        place: len(set(cells)) / len(cells)
        for place, cells in enumerate(columns)
        if share(cells, is_worded) >= MOST and len(set(cells)) >= MOST * len(cells)
    }
    return max(differing, key=lambda place: differing[place], default=None)


def share(cells: Sequence[str], is_so: Callable[[str], bool]) -> float:
    """How many of the cells are so, between 0 and 1."""
    return sum(map(is_so, cells)) / len(cells) if cells else 0.0


def is_number(cell: str) -> bool:
    """Whether a cell is a label and nothing else."""
    if NUMBER.match(fold(cell)):
        return True
    label = read_label(cell)
    return label.role in LABELLED and label.title == cell.strip()


def is_page(cell: str) -> bool:
    return PAGE.match(fold(cell)) is not None


def is_labelled(cell: str) -> bool:
    """Whether a cell has a label of the book and a title behind it."""
    label = read_label(cell)
    return label.role in LABELLED and label.title != cell.strip()


def is_worded(cell: str) -> bool:
    text = fold(cell)
    return not (NUMBER.match(text) or DATE.match(text) or PAGE.match(text)) and WORD.search(cell) is not None


def are_pages(cells: Sequence[str], rows: int) -> bool:
    """Whether most cells of a column are numbers that never fall."""
    pages = [int(found[1]) for cell in cells if (found := PAGE.match(fold(cell)))]
    return len(pages) >= MOST * max(len(cells), 1) and 2 * len(pages) >= rows and pages == sorted(pages)


def heading_place(lines: Sequence[SourceLine], rows: Sequence[Sequence[str]], columns: Columns) -> int | None:
    """The row that names the columns: the one above a ruler, or the first if no number or page stands in it."""
    first = next(place for place, row in enumerate(rows) if len(row) > 1)
    below = lines[first + 1].text if first + 1 < len(lines) else ""
    if "-" in below and RULER.match(below.strip()):
        return first
    row = rows[first]
    for place, is_right in ((next(iter(columns.numbers), None), is_number), (columns.page, is_page)):
        if place is not None and place < len(row) and row[place] and not is_right(row[place]):
            return None if any(map(is_labelled, row)) or read_label(row[place]).role in LABELLED else first
    return None


def read_row(line: SourceLine, row: Sequence[str], columns: Columns) -> SourceLine:
    """A row as a line of a book: its number, its title, and its page set apart by a tab."""
    if len(row) < 2:
        return line
    title = row[columns.title] if columns.title < len(row) else ""
    numbers = [row[place] for place in columns.numbers if place < len(row) and is_number(row[place])]
    number = numbers[-1] if numbers else ""
    page = PAGE.match(fold(row[columns.page])) if columns.page is not None and columns.page < len(row) else None
    label = f"{number}." if number.isdecimal() else number
    body = " ".join(filter(None, [label, title])) or next(filter(None, row), line.body)
    return replace(line, body=f"{body}\t{page[1]}" if page else body)
