"""A circle as people type it, step by step."""

import re
from html import unescape
from pathlib import Path

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from studyhub.circles.models import Circle
from studyhub.db import db
from tests.cast import Browser

TOC = (Path(__file__).parent.parent / "data" / "toc" / "made-up-pages-ja.txt").read_text(encoding="utf-8")
# Real contents: 34 lines, of which six are chapters.
SEEKING_SRE = (Path(__file__).parent.parent / "data" / "toc" / "seeking-sre-ja.txt").read_text(encoding="utf-8")
BOOK = {"title": "静かな夜の本", "authors": "", "publisher": "", "isbn": "", "url": "", "toc": TOC}
FIELD = re.compile(r"<(?:input|textarea|select)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the page's largest form: its fields as they stand."""
    form = max(re.findall(r"<form\b.*?</form>", page, re.DOTALL), key=len)
    typed = {}
    for found in FIELD.finditer(form):
        tag, name = found.group(0), unescape(found.group(1))
        if 'type="checkbox"' in tag or 'type="radio"' in tag:
            if " checked" in tag:
                typed[name] = _value(tag, "on")
        elif tag.startswith("<select"):
            typed[name] = _selected(form[found.end() :])
        elif tag.startswith("<textarea"):
            typed[name] = unescape(form[found.end() :].split("</textarea>")[0]).lstrip("\r\n")
        else:
            typed[name] = _value(tag, "")
    typed.pop("csrf_token", None)
    return typed


def _value(tag: str, otherwise: str) -> str:
    value = VALUE.search(tag)
    return unescape(value.group(1)) if value else otherwise


def _selected(rest: str) -> str:
    options = re.findall(r"<option\b[^>]*>", rest.split("</select>", maxsplit=1)[0])
    chosen = next((option for option in options if " selected" in option), options[0])
    value = VALUE.search(chosen)
    return unescape(value.group(1)) if value else ""


def answered(browser: Browser, path: str, data: dict[str, str], more: str = "") -> TestResponse:
    """The page one gets to by sending a form of the steps: the address of a step, or the form once more."""
    answer = browser.post(path, data=data)
    return browser.get(answer.location.partition("#")[0] + more) if answer.status_code == 303 else answer


def sent(browser: Browser, path: str, data: dict[str, str]) -> TestResponse:
    """The same; the second step with the fields of every line open."""
    return answered(browser, path, data, "&edit=all" if path.endswith("/chapters") else "")


def pasted(browser: Browser, **book: str) -> TestResponse:
    """The second step, from a pasted table of contents, with the fields of every line open."""
    typed = fields(browser.get("/circles/new").text)
    return sent(browser, "/circles/new/chapters", typed | BOOK | book)


def scheduled(browser: Browser, **how: str) -> TestResponse:
    """The third step, planned with what is given."""
    typed = fields(pasted(browser).text)
    page = sent(browser, "/circles/new/schedule", typed).text
    return sent(browser, "/circles/new/schedule", fields(page) | how | {"action": "replan"})


WEDNESDAYS = {"weekday": "2", "first_day": "2026-12-02", "start": "19:00"}


def circle_count() -> int:
    """How many circles there are."""
    return db.session.scalar(select(func.count()).select_from(Circle)) or 0
