"""`python3 app.py circle …`."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, inspect, select

from studyhub import create_app
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting, Signup
from studyhub.settings import closed_days
from tests.cast import NOON, Cast
from tests.conftest import settings_for

TOC = Path(__file__).parent.parent / "data" / "toc" / "made-up-pages-ja.txt"
USUAL = ("--start", "2026-12-02", "--time", "19:00", "--minutes", "90")


def run(app: Flask, *words: object) -> Result:
    """A command, as typed."""
    db.session.commit()
    return app.test_cli_runner().invoke(args=["circle", *map(str, words)])


def planned(app: Flask, *words: object) -> list[dict[str, object]]:
    """The meetings of a plan printed as JSON."""
    result = run(app, "plan", TOC, *USUAL, *words, "--json")
    assert result.exit_code == 0, result.output
    whole = json.loads(result.stdout)
    assert list(whole) == ["meetings"]
    meetings: list[dict[str, object]] = whole["meetings"]
    return meetings


def said(result: Result) -> str:
    """The one sentence of a command that refused."""
    assert result.exit_code == 1, result.output
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
    return result.output


def test_plan_prints_every_chapter_once(cast: Cast) -> None:
    meetings = planned(cast.app, "--per-meeting", "2")

    assert meetings[0] == {
        "number": 1,
        "date": "2026-12-02",
        "chapters": [
            {"number": "1", "title": "静かな夜のための準備", "pages": 20},
            {"number": "2", "title": "しきい値の決め方", "pages": 20},
        ],
        "reason": None,
    }
    assert [len(one["chapters"]) for one in meetings if isinstance(one["chapters"], Sequence)] == [2, 2, 2, 2, 1]


@pytest.mark.parametrize(
    ("rule", "date", "reason"),
    [
        ("skip", "2027-01-06", "Later than usual: 2026-12-30 is a day off (年末年始休業)."),
        ("next", "2027-01-04", "Moved to the next working day: 2026-12-30 is a day off (年末年始休業)."),
        ("keep", "2026-12-30", None),
    ],
)
def test_plan_knows_the_closed_days(cast: Cast, rule: str, date: str, reason: str | None) -> None:
    starts_on, ends_on = (NOON.date().replace(day=29), NOON.date().replace(year=2027, month=1, day=3))
    closed_days.add("年末年始休業", starts_on=starts_on, ends_on=ends_on, is_special=True, by=cast.admin, now=NOON)

    fifth = planned(cast.app, "--holidays", rule)[4]

    assert (fifth["date"], fifth["reason"]) == (date, reason)


def test_plan_balances_over_a_number_of_sessions(cast: Cast) -> None:
    assert len(planned(cast.app, "--balance-over", "4")) == 4


def test_plan_meets_every_second_week(cast: Cast) -> None:
    assert [one["date"] for one in planned(cast.app, "--every-weeks", "2")[:2]] == ["2026-12-02", "2026-12-16"]


@pytest.mark.parametrize(("nth", "days"), [("1", ["2026-12-02", "2027-01-06"]), ("last", ["2026-12-30", "2027-01-27"])])
def test_plan_knows_monthly_rhythms(cast: Cast, nth: str, days: list[str]) -> None:
    assert [one["date"] for one in planned(cast.app, "--monthly", nth)[:2]] == days


def test_a_circle_that_is_made_here_keeps_its_monthly_rhythm(cast: Cast) -> None:
    run(cast.app, "plan", TOC, *USUAL, "--monthly", "last", "--create", "--title", "夜の本")

    circle = db.session.scalars(select(Circle).where(Circle.title == "夜の本")).one()
    assert (circle.every_weeks, circle.nth_of_month, circle.weekday) == (None, -1, 2)


def test_weeks_and_months_are_not_planned_at_once(cast: Cast) -> None:
    assert "--monthly" in said(run(cast.app, "plan", TOC, *USUAL, "--monthly", "1", "--every-weeks", "2"))


def test_plan_saves_nothing_without_create(cast: Cast) -> None:
    planned(cast.app)

    assert db.session.scalar(select(func.count()).select_from(Circle)) == 1


def test_plan_works_without_any_tables(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path))

    result = app.test_cli_runner().invoke(args=["circle", "plan", str(TOC), *USUAL, "--json"])

    assert (result.exit_code, len(json.loads(result.stdout)["meetings"])) == (0, 9)
    with app.app_context():
        assert inspect(db.engine).get_table_names() == []
        db.engine.dispose()


def test_create_saves_for_the_first_administrator(cast: Cast) -> None:
    result = run(cast.app, "plan", TOC, *USUAL, "--create", "--title", "夜の本")

    assert result.exit_code == 0, result.output
    circle = db.session.scalars(select(Circle).where(Circle.title == "夜の本")).one()
    assert circle.created_by_id == cast.admin.id
    signups = select(func.count()).select_from(Signup).join(Meeting).where(Meeting.circle_id == circle.id)
    assert db.session.scalar(signups) == 9


def test_create_saves_for_who_is_named(cast: Cast) -> None:
    said = ("--title", "夜の本", "--by", "Chika@example.com", "--level", "deep", "--half-way")
    run(cast.app, "plan", TOC, *USUAL, "--create", *said)

    circle = db.session.scalars(select(Circle).where(Circle.title == "夜の本")).one()
    assert circle.created_by_id == cast.chika.id
    assert (circle.level, circle.is_open_half_way) == ("deep", True)


@pytest.mark.parametrize(
    ("title", "said", "name"),
    [
        ("夜の本", (), "dokushokai"),
        ("夜の本 輪読会", (), "rindokukai"),
        ("夜の本", ("--called", "rindokukai"), "rindokukai"),
    ],
)
def test_a_circle_is_called_as_said_or_else_as_its_title_says(
    cast: Cast, title: str, said: tuple[str, ...], name: str
) -> None:
    run(cast.app, "plan", TOC, *USUAL, "--create", "--title", title, *said)

    assert db.session.scalars(select(Circle.reading_name).where(Circle.title == title)).one() == name


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--create",), "--title"),
        (("--create", "--title", " "), "--title"),
        (("--create", "--title", "x", "--by", "nobody@example.com"), "nobody@example.com"),
        (("--title", "x"), "--create"),
        (("--level", "deep"), "--create"),
        (("--per-meeting", "1", "--balance-over", "2"), "either"),
    ],
)
def test_create_says_what_is_missing(cast: Cast, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in said(run(cast.app, "plan", TOC, *USUAL, *words))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "not a text"),
        (b"1 a\x00b\n", "not a text"),
        (b"", "no chapter"),
        ("はじめに\n索引\n".encode(), "no chapter"),
        (b"1. a\n" * 2001, "too long"),
        ("1章 あ\n".encode() * 20_000, "too long"),
    ],
)
def test_a_file_that_is_no_table_of_contents_is_refused(
    cast: Cast, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "toc.txt"
    file.write_bytes(content)

    assert sentence in said(run(cast.app, "plan", file, *USUAL))


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_file_that_is_not_there_is_refused(cast: Cast, tmp_path: Path, name: str) -> None:
    assert "cannot be read" in said(run(cast.app, "plan", tmp_path / name, *USUAL))


@pytest.mark.parametrize("words", [("--start", "2026-02-30"), ("--start", "1999-12-31"), ("--time", "7pm")])
def test_a_date_or_time_that_cannot_be_is_refused(cast: Cast, words: tuple[str, str]) -> None:
    assert words[1] in said(run(cast.app, "plan", TOC, *USUAL, *words))


def test_list_shows_every_circle(cast: Cast) -> None:
    assert run(cast.app, "list").stdout == "sre\tSRE\treading\trunning\n"
