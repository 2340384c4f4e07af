"""Reading a list of people."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.people.rosters.roster import Person, ProblemKind, read, read_bytes
from studyhub.text.sheets import MAX_BYTES, Problem, SheetProblem

HEAD = "name,kana,email,team,slack,joined\n"
AKI = "Aki,あき,aki@example.com,minne,@aki,2021-04-01\n"


def test_a_line_is_a_person() -> None:
    assert read(HEAD + AKI).people == [
        Person(2, "Aki", "aki@example.com", "あき", ("minne",), "@aki", date(2021, 4, 1))
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_files_of_every_spreadsheet_are_read_alike(encoding: str, line_end: str) -> None:
    data = (HEAD + AKI).replace("\n", line_end).encode(encoding)

    assert read_bytes(data) == read(HEAD + AKI)


def test_columns_stand_in_any_order_and_some_are_missing() -> None:
    read_list = read("メール,氏名,所属\naki@example.com,Aki,SRE\n")

    assert read_list.people == [Person(2, "Aki", "aki@example.com")]
    assert (read_list.problems, read_list.unknown_columns) == ([], ["所属"])


def test_quoted_cells_hold_commas_and_lines() -> None:
    read_list = read('name,email\n"Aki, the\norganiser",aki@example.com\nBotan,bad\n')

    assert read_list.people[0].name == "Aki, the organiser"
    assert read_list.problems == [Problem(ProblemKind.BAD_EMAIL, 4, "bad")]


def test_several_teams_stand_in_one_cell() -> None:
    assert read("name,email,team\nAki,a@example.com,minne; EC、minne\n").people[0].teams == ("minne", "EC")


def test_every_bad_line_is_named_with_its_reason() -> None:
    text = (
        HEAD
        + AKI
        + ",,dai@example.com,,,\n"
        + "Dai,,,,,\n"
        + "Emi,,emi@,,,\n"
        + "\n"
        + "Fumi,,AKI@example.com,,,\n"
        + "Goro,,goro@example.com,,,2021-13-01\n"
        + "Hana,,hana@example.com\n"
        + f"{'x' * 81},,i@example.com,,,\n"
    )

    assert read(text).problems == [
        Problem(ProblemKind.NO_NAME, 3),
        Problem(ProblemKind.NO_EMAIL, 4),
        Problem(ProblemKind.BAD_EMAIL, 5, "emi@"),
        Problem(ProblemKind.EMAIL_TWICE, 7, "aki@example.com (2)"),
        Problem(ProblemKind.BAD_DATE, 8, "2021-13-01"),
        Problem(SheetProblem.CELL_COUNT, 9, "3 / 6"),
        Problem(ProblemKind.TOO_LONG, 10, "x" * 20 + "…"),
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", ProblemKind.EMPTY),
        (b"\n\n", ProblemKind.EMPTY),
        (b"name,email\n", ProblemKind.EMPTY),
        (b"name\nAki\n", ProblemKind.COLUMN_MISSING),
        (b"name,email,name\nAki,a@example.com,Aki\n", SheetProblem.COLUMN_TWICE),
        (b'name,email\n"Aki,a@example.com\n', SheetProblem.NOT_CSV),
        (b"\xff\xfe\x00\x80\x81", SheetProblem.NOT_TEXT),
        (b"x" * (MAX_BYTES + 1), SheetProblem.TOO_LARGE),
    ],
)
def test_what_is_no_list_is_said(data: bytes, kind: ProblemKind) -> None:
    assert [problem.kind for problem in read_bytes(data).problems] == [kind]


def test_more_than_five_thousand_are_too_many() -> None:
    lines = "".join(f"Person,p{number}@example.com\n" for number in range(5001))

    assert [problem.kind for problem in read("name,email\n" + lines).problems] == [ProblemKind.TOO_MANY]


def test_the_sample_is_read_whole() -> None:
    sample = Path(__file__).parent.parent / "data" / "people.csv"

    read_list = read_bytes(sample.read_bytes())

    assert (len(read_list.people), read_list.problems, read_list.unknown_columns) == (40, [], [])
    assert len({team for person in read_list.people for team in person.teams}) == 6


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    read_list = read_bytes(data)

    assert read_list.people or read_list.problems


@given(st.text(max_size=400))
def test_any_text_below_a_heading_is_answered(text: str) -> None:
    read_list = read("name,email\n" + text)

    assert read_list.people or read_list.problems
    assert all(person.email for person in read_list.people if not read_list.problems)
