"""A list that says who is who by number, and who is in which team from now on; and the list that comes out again."""

import csv
import io
from pathlib import Path

import pytest
from flask import Flask

from studyhub.accounts import email_changes, members
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.people.models import User
from studyhub.people.rosters.roster import read, read_bytes
from studyhub.teams import enrolment, enrolment_plan, memberships, reorganizing
from studyhub.teams.enrolment_plan import Obstacle, Plan
from studyhub.teams.queries import memberships_of
from tests.cast import NOON, Cast
from tests.people.test_importing import carried_text, preview


def plan(text: str, *, says_all_teams: bool = False) -> Plan:
    return enrolment_plan.plan(read(text).people, says_all_teams=says_all_teams)


def take_over(cast: Cast, text: str, *, says_all_teams: bool = False) -> Plan:
    return enrolment.enrol(read(text).people, by=cast.admin, now=NOON, says_all_teams=says_all_teams)


def obstacles(text: str) -> list[Obstacle | None]:
    return [entry.obstacle for entry in plan(text).entries]


def mine(user: User) -> list[tuple[str, bool]]:
    return [(row.team.name, row.is_primary) for row in db.session.scalars(memberships_of(user))]


def test_somebody_with_another_address_is_found_by_their_number(cast: Cast) -> None:
    take_over(cast, "name,email,number\nAki,aki@example.com,17\n")

    done = take_over(cast, "name,email,number\nAki,aki.new@example.com,17\n")

    assert (len(done.new), cast.aki.email) == (0, "aki.new@example.com")


def test_another_address_is_told_at_the_old_one_and_to_the_person(cast: Cast) -> None:
    cast.aki.number = "17"

    take_over(cast, "name,email,number\nAki,aki.new@example.com,17\n")

    told = db.session.scalars(db.select(OutboxMessage).filter_by(kind="address_changed"))
    assert {(one.address, one.channel.value) for one in told} == {
        ("aki@example.com", "mail"),
        (None, "mail"),
        (None, "inbox"),
    }


def test_a_number_and_an_address_of_two_people_hold_up_the_list(cast: Cast) -> None:
    cast.aki.number = "17"

    assert obstacles("name,email,number\nAki,botan@example.com,17\n") == [Obstacle.OTHERS_ADDRESS]


def test_an_address_whose_account_has_another_number_holds_up_the_list(cast: Cast) -> None:
    cast.aki.number = "17"

    assert obstacles("name,email,number\nNew,aki@example.com,18\n") == [Obstacle.OTHER_NUMBER]


def test_two_lines_about_one_account_hold_up_the_list(cast: Cast) -> None:
    cast.aki.number = "17"
    text = "name,email,number\nAki,aki.new@example.com,17\nAki,aki@example.com,\n"

    assert obstacles(text) == [None, Obstacle.TWICE]


def test_a_number_is_the_same_in_full_and_half_width(cast: Cast) -> None:
    cast.aki.number = "10234"

    assert [entry.user for entry in plan("name,email,number\nAki,aki@example.com,１０２３４\n").entries] == [cast.aki]


def test_where_name_and_address_both_change_it_may_be_somebody_else(cast: Cast) -> None:
    cast.aki.number = "17"
    text = "name,email,number\nDai,dai@example.com,17\n"

    page = preview(cast.browser(cast.admin), text.encode())[1]
    take_over(cast, text)

    event = db.session.scalars(db.select(AuditEvent).filter_by(action="user.enrolled")).one()
    assert "別の人の可能性あり" in page
    assert (event.before, (event.after or {})["name"]) == ({"name": "Aki"}, "Dai")


def test_a_number_stands_in_a_list_once() -> None:
    problems = read("name,email,number\nAki,aki@example.com,17\nBotan,botan@example.com,17\n").problems

    assert [(one.line, one.value) for one in problems] == [(3, "17 (2)")]


def test_the_list_says_who_leaves_which_team(cast: Cast) -> None:
    text = "name,email,team\nAki,aki@example.com,Ops\nBotan,botan@example.com,\n"

    done = take_over(cast, text, says_all_teams=True)

    assert (mine(cast.aki), mine(cast.botan)) == ([("Ops", True)], [("minne", True)])
    assert (done.leaving_count, done.new_teams) == (1, ["Ops"])


def test_without_that_nobody_leaves(cast: Cast) -> None:
    take_over(cast, "name,email,team\nAki,aki@example.com,Ops\n")

    assert mine(cast.aki) == [("minne", True), ("Ops", False)]


def test_the_first_team_of_the_list_becomes_primary(cast: Cast) -> None:
    take_over(cast, "name,email,team\nAki,aki@example.com,Ops;minne\n", says_all_teams=True)

    assert mine(cast.aki) == [("Ops", True), ("minne", False)]


def test_taken_over_twice_it_changes_nothing(cast: Cast) -> None:
    text = "name,email,number,team\nAki,aki.new@example.com,17,Ops;Data\nDai,dai@example.com,18,Data\n"
    cast.aki.number = "17"
    take_over(cast, text, says_all_teams=True)

    again = take_over(cast, text, says_all_teams=True)

    assert (len(again.new), len(again.changed), again.new_teams) == (0, 0, [])


def test_a_closed_team_holds_up_the_list(cast: Cast) -> None:
    reorganizing.close(cast.team, by=cast.admin, now=NOON)

    assert obstacles("name,email,team\nAki,aki@example.com,Minne\n") == [Obstacle.TEAM_CLOSED]


def test_the_preview_shows_who_leaves_and_the_press_does_it(cast: Cast) -> None:
    admin = cast.browser(cast.admin)
    data = {"file": (io.BytesIO(b"name,email,team\nAki,aki@example.com,Ops\n"), "people.csv"), "says_all_teams": "y"}
    page = admin.post("/people/import/preview", data=data, headers={"Accept-Language": "en"}).text

    assert "<s>minne</s> → Ops" in page
    assert 'name="says_all_teams" type="checkbox" value="y"' in page
    admin.post("/people/import/", data={"text": carried_text(page), "says_all_teams": "y"})
    assert mine(cast.aki) == [("Ops", True)]


def changes(text: str, *, says_all_teams: bool = True) -> list[tuple[str, str, str]]:
    [entry] = plan(text, says_all_teams=says_all_teams).entries
    return [(one.field, one.before, one.after) for one in entry.changes]


def test_whoever_leaves_one_team_for_another_changes_teams(cast: Cast) -> None:
    assert changes("name,email,team\nAki,aki@example.com,Ops\n") == [("team", "minne", "Ops")]


def test_whoever_leaves_none_joins_one_more(cast: Cast) -> None:
    text = "name,email,team\nAki,aki@example.com,Ops\n"

    assert changes(text, says_all_teams=False) == [("team", "", "Ops")]
    assert "Ops に加わる" in preview(cast.browser(cast.admin), text.encode())[1]


def test_whoever_is_in_fewer_teams_leaves_one(cast: Cast) -> None:
    memberships.add_member(memberships.create_team("Ops", by=None, now=NOON), cast.aki, by=None, now=NOON)

    assert changes("name,email,team\nAki,aki@example.com,Ops\n") == [
        ("team", "minne", ""),
        ("primary_team", "minne", "Ops"),
    ]


def test_the_preview_follows_the_lines_of_the_file(cast: Cast) -> None:
    text = "name,email\nAkira,aki@example.com\nDai,dai@example.com\nBoton,botan@example.com\n"

    page = preview(cast.browser(cast.admin), text.encode())[1]

    places = [page.index(f"{name}@example.com</td>") for name in ("aki", "dai", "botan")]
    assert places == sorted(places)


def test_what_comes_out_can_be_read_in_again_and_changes_nothing(cast: Cast) -> None:
    cast.aki.chat_handle, cast.aki.number, cast.aki.kana = "@aki", "0017", "あき"
    memberships.add_member(memberships.create_team("A;B", by=cast.admin, now=NOON), cast.chika, by=None, now=NOON)
    file = cast.browser(cast.admin).get("/people/import/people.csv").data

    again = enrolment_plan.plan(read_bytes(file).people)

    assert (len(again.entries), again.new, read_bytes(file).problems) == (5, [], [])
    assert [change for entry in again.changed for change in entry.changes if entry.person.name == "Aki"] == []


def test_the_file_holds_state_and_roles(cast: Cast) -> None:
    text = cast.browser(cast.admin).get("/people/import/people.csv").get_data(as_text=True)

    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["name"]: (row["state"], row["roles"]) for row in rows}["Ado"] == ("active", "administrator")


def test_the_terminal_writes_the_same_list(app: Flask, cast: Cast, tmp_path: Path) -> None:
    runner, file = app.test_cli_runner(), str(tmp_path / "people.csv")

    done = runner.invoke(args=["people", "export", file])
    again = runner.invoke(args=["people", "import", file, "--dry-run"])

    assert done.exit_code == 0
    assert again.output.splitlines()[-1] == "Would take over: 0 new, 0 changed, 5 as before."


def test_an_address_that_somebody_has_is_not_taken(cast: Cast) -> None:
    with pytest.raises(members.EmailTaken):
        email_changes.change(cast.aki, "botan@example.com", by=cast.admin, now=NOON)
