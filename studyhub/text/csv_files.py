"""Tables as CSV files that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from studyhub import zones
from studyhub.text.cleaning import clean_line

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Nothing of these is seen in front of one, and some programs pass over them.
_UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff\n"
BOM = "\ufeff"


class NotText(Exception):
    """The bytes are neither UTF-8 nor Shift_JIS."""


def decoded(data: bytes) -> str:
    """The text of a file from a spreadsheet. Raises NotText."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, their cells cleaned, with the number of their first line. Raises csv.Error."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    first_line = 1
    for cells in reader:
        cleaned = [clean_line(unquoted(one)) for one in cells]
        if any(cleaned):
            yield first_line, cleaned
        first_line = reader.line_num + 1


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if text.lstrip(_UNSEEN).startswith(_FORMULA) else text


def unquoted(text: str) -> str:
    """What `cell` was given: files of ours can be read in again."""
    return text[1:] if text.startswith("'") and cell(text[1:]) == text else text


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table as CSV, safe for spreadsheets, without a byte order mark."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([cell(text) for text in row] for row in rows)
    return file.getvalue()


def local_time(moment: datetime, zone: str) -> str:
    """2026-12-02 19:00 in a zone, as spreadsheets read it."""
    return f"{zones.in_zone(moment, zone):%Y-%m-%d %H:%M}"
