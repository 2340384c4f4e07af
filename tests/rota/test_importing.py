"""Today's spreadsheet as a rota: read, matched with people, looked at, taken over."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.rota import drafting, queries
from studyhub.rota.changes import changes_of
from studyhub.rota.importing import matching, reading
from studyhub.rota.importing.words import problem_words
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.reasons import restored
from studyhub.rota.wording import reason_of
from tests.cast import NOON, Cast
from tests.rota.conftest import FIRST

WIDE = "日付,プライマリ,セカンダリ,メモ\n2026/12/7,Crew 00,crew-1@example.com,x\n2026-12-08,Crew02,,\n"
LONG = (
    "Start,End,Role,Name,Kind\n"
    "2026-12-07 19:00,2026-12-08 10:00,primary,Crew 00,weeknight\n"
    "2026-12-07 18:00,2026-12-08 09:00,副担当,Crew 01,特別日\n"
)


def lines_of(text: str) -> list[tuple[int | None, str]]:
    return [(one.line, one.kind.value) for one in matching.match(reading.read(text)).problems]


def shifts() -> list[Shift]:
    return list(db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.role)))


def test_a_day_with_a_column_for_each_role_has_the_hours_of_the_rules(crew: list[User]) -> None:
    matched = matching.match(reading.read(WIDE))

    assert matched.problems == []
    assert [(one.day, one.role, one.user.id if one.user else None) for one in matched.entries] == [
        (date(2026, 12, 7), Role.PRIMARY, crew[0].id),
        (date(2026, 12, 7), Role.SECONDARY, crew[1].id),
        (date(2026, 12, 8), Role.PRIMARY, crew[2].id),
        (date(2026, 12, 8), Role.SECONDARY, None),
    ]
    assert matched.entries[0].starts_at == datetime(2026, 12, 7, 10, tzinfo=UTC)
    assert reading.read(WIDE).unknown_columns == ["メモ"]


def test_hours_and_kinds_that_are_written_hold(crew: list[User]) -> None:
    first, second = matching.match(reading.read(LONG)).entries

    assert (first.starts_at, first.kind) == (datetime(2026, 12, 7, 10, tzinfo=UTC), ShiftKind.WEEKNIGHT)
    assert (second.starts_at, second.role, second.kind) == (
        datetime(2026, 12, 7, 9, tzinfo=UTC),
        Role.SECONDARY,
        ShiftKind.SPECIAL,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", [(None, "empty")]),
        ("a,b\n1,2\n", [(None, "no_time_column"), (None, "no_person_column")]),
        ("date,date,person\n2026-12-07,2026-12-07,x\n", [(1, "column_twice")]),
        ('date,person\n"2026-12-07,Crew 00\n', [(None, "not_csv")]),
        ("date,person\n2026-02-30,Crew 00\ntomorrow,Crew 00\n", [(2, "bad_date"), (3, "bad_date")]),
        ("date,person\n2100-12-31,Crew 00\n", [(2, "bad_date")]),
        ("date,person\n2026-12-07\n", [(2, "cell_count")]),
        ("date,person,role\n2026-12-07,Crew 00,boss\n", [(2, "bad_role")]),
        ("date,person,kind\n2026-12-07,Crew 00,party\n", [(2, "bad_kind")]),
        ("date,person\n2026-12-07,Nobody\n", [(2, "unknown_person")]),
        ("date,person\n2026-12-07,Nobody\ntomorrow,Crew 00\n", [(2, "unknown_person"), (3, "bad_date")]),
        ("date,person\n2026-12-07,Crew 00\n2026-12-07,Crew 01\n", [(3, "overlaps")]),
        (
            "date,person\n2026-12-07,Nobody\n2026-12-08,Crew 00\n2026-12-08,Crew 01\nsoon,x\n",
            [(2, "unknown_person"), (4, "overlaps"), (5, "bad_date")],
        ),
        ("date,primary,secondary\n2026-12-07,Crew 00,Crew 00\n", [(2, "two_at_once")]),
        ("start,end,person\n2026-12-07 19:00,2026-12-07 18:00,Crew 00\n", [(2, "ends_before_start")]),
        ("start,end,person\n2026-12-07 19:00,2026-12-09 18:00,Crew 00\n", [(2, "too_long")]),
        ("start,end,person\n2026-12-07 19:00,later,Crew 00\n", [(2, "bad_time")]),
        ("date,person\n2026-12-07,Crew 00\n2028-12-07,Crew 00\n", [(None, "span_too_long")]),
    ],
)
def test_what_is_unclear_is_named_line_by_line(crew: list[User], text: str, said: list[tuple[int | None, str]]) -> None:
    assert lines_of(text) == said


def test_files_of_spreadsheets_are_read_in_shift_jis_and_nothing_else_is(crew: list[User]) -> None:
    assert len(reading.read_bytes(WIDE.encode("cp932")).lines) == 4
    assert [one.kind.value for one in reading.read_bytes(b"\xff\xfe\x00\x81").problems] == ["not_text"]
    assert [one.kind.value for one in reading.read_bytes(b"x" * 1_000_001).problems] == ["too_large"]
    # The preview sends it again in UTF-8.
    grown = reading.read_bytes(("日" * 400_000).encode("cp932"))
    assert [one.kind.value for one in grown.problems] == ["too_large"]


def test_it_is_looked_at_and_then_published_as_it_is(cast: Cast, crew: list[User], keeper: User) -> None:
    browser = cast.browser(keeper)
    page = browser.post("/oncall/import/preview", data={"file": (io.BytesIO(WIDE.encode()), "rota.csv")})
    assert (page.status_code, "4 shifts" in page.text, shifts()) == (200, True, [])

    browser.post("/oncall/import/", data={"rota_name": "今の表", "text": WIDE})

    [rota] = db.session.scalars(db.select(Rota))
    assert (rota.name, rota.starts_on, rota.ends_on) == ("今の表", FIRST, FIRST + timedelta(days=1))
    assert [shift.user_id for shift in shifts()] == [crew[0].id, crew[1].id, crew[2].id, None]
    with force_locale("en"):
        assert reason_of(restored(shifts()[0].reason)) == "from the spreadsheet"
    held = db.session.scalars(db.select(Commitment).where(Commitment.kind == CommitmentKind.SHIFT)).all()
    assert len(held) == 3
    assert "Crew 00" in cast.browser(cast.botan).get(f"/oncall/rotas/{rota.id}/").text
    changed = changes_of(drafting.draft(rota, by=keeper, now=NOON))
    assert [one.before_id for one in changed] == [None]


@pytest.mark.parametrize(
    ("name", "said"),
    [("rota.csv", "There is no shift in the file."), ("", "Please choose a CSV file."), ("rota.xlsx", "Please choose")],
)
def test_a_file_without_a_word_is_said_to_be_empty(cast: Cast, keeper: User, name: str, said: str) -> None:
    page = cast.browser(keeper).post("/oncall/import/preview", data={"file": (io.BytesIO(b""), name)})

    assert page.status_code == 422
    assert said in page.text


def test_a_name_of_two_people_is_chosen_by_the_keeper(cast: Cast, crew: list[User], keeper: User) -> None:
    twin = User(email="twin@example.com", name="Crew 00", state=UserState.ACTIVE, created_at=NOON)
    db.session.add(twin)
    db.session.commit()
    text, browser = "date,person\n2026-12-07,Crew 00\n", cast.browser(keeper)
    form = {"rota_name": "今の表", "text": text}

    refused = browser.post("/oncall/import/", data=form)
    assert "Please choose who is meant" in refused.text
    assert shifts() == []
    browser.post("/oncall/import/", data={**form, "name:Crew 00": str(cast.botan.id)})
    assert shifts() == []
    browser.post("/oncall/import/", data={**form, "name:Crew 00": str(twin.id)})

    assert [shift.user_id for shift in shifts()] == [twin.id]


def test_days_of_another_rota_are_refused_and_nothing_is_taken(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    before = len(shifts())
    text = "date,primary\n2026-12-21,Crew 00\n2026-12-07,Crew 01\n"

    answer = cast.browser(keeper).post("/oncall/import/", data={"rota_name": "今の表", "text": text})

    assert (answer.status_code, "has this shift already" in answer.text, len(shifts())) == (422, True, before)


def test_the_terminal_takes_it_over_and_says_what_is_unclear(
    app: Flask, crew: list[User], keeper: User, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(WIDE, encoding="utf-8")
    bad.write_text("date,person\n2026-12-07,Nobody\n", encoding="utf-8")
    run = app.test_cli_runner().invoke

    refused = run(args=["rota", "import", str(bad), "--by", keeper.email])
    assert (refused.exit_code, "Line 2: No member has this name or address: Nobody" in refused.output) == (1, True)
    tried = run(args=["rota", "import", str(good), "--by", keeper.email, "--dry-run"])
    assert (tried.exit_code, "Would take over: 4 shifts" in tried.output, shifts()) == (0, True, [])
    taken = run(args=["rota", "import", str(good), "--by", keeper.email, "--name", "今の表"])

    assert (taken.exit_code, "Taken over: 4 shifts, 2026-12-07 – 2026-12-08." in taken.output) == (0, True)
    assert len(list(db.session.scalars(queries.rotas(keeper)))) == 1


def test_one_person_in_both_roles_of_a_line_is_said_without_its_own_number(app: Flask, crew: list[User]) -> None:
    [problem] = matching.match(reading.read("date,primary,secondary\n2026-12-07,Crew 00,Crew 00\n")).problems

    with app.test_request_context(), force_locale("en"):
        assert problem_words(problem) == "The same person has both roles."
