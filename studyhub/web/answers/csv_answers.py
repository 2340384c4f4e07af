"""Tables as files to download."""

from collections.abc import Iterable, Sequence

from flask import Response

from studyhub.text.csv_files import BOM, csv_text


def csv_answer(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """The file to download under this name; it begins with a byte order mark, so that Excel reads UTF-8."""
    answer = Response(BOM + csv_text(headings, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
