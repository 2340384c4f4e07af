"""Tables as CSV files that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from studyhub import zones

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Nothing of these is seen in front of one, and some programs pass over them.
_UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff\n"
BOM = "\ufeff"


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
