"""Who comes to a meeting, as a CSV file that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from studyhub import zones

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BOM = "\ufeff"


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def people_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The file: a byte order mark, so that Excel reads UTF-8, the headings, one line a person."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([cell(text) for text in row] for row in rows)
    return BOM + file.getvalue()


def local_time(moment: datetime, zone: str) -> str:
    """2026-12-02 19:00 in a zone, as spreadsheets read it."""
    return f"{zones.in_zone(moment, zone):%Y-%m-%d %H:%M}"
