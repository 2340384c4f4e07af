"""A round for the projector, and the note that begins with what the teams wrote."""

import re

import pytest

from studyhub import clock
from studyhub.actions.models import Decision
from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.notes.models import Note
from studyhub.sos import helping, queries, read_wall, writing
from studyhub.sos.models import Mood
from studyhub.sos.moves import HelpState
from studyhub.teams import memberships
from studyhub.teams.models import Team
from tests.cast import NOON, Cast, query_count
from tests.sos.conftest import HOUR, handed_in


def test_the_wall_leads_from_team_to_team_by_links(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    handed_in(rounds[0], cast.team, cast.botan)
    browser, address = cast.browser(cast.aki), f"/sos/{rounds[0].id}/wall"

    first = browser.get(address).text
    second = browser.get(f"{address}?team={other.id}").text

    assert 'class="wall-team">minne' in first
    assert f'href="{address}?team={other.id}" data-next-team' in first
    assert "次は SUZURI" in first
    assert 'class="wall-team">SUZURI' in second
    assert "data-next-team" not in second


def test_the_wall_of_a_team_that_is_none_begins_at_the_first(cast: Cast, rounds: list[Meeting]) -> None:
    page = cast.browser(cast.aki).get(f"/sos/{rounds[0].id}/wall?team=999").text

    assert 'class="wall-team">minne' in page


@pytest.mark.parametrize(("minutes", "place", "done"), [(-60, 0, "12:06"), (0, 0, "12:06"), (4, 1, "12:07")])
def test_the_wall_says_when_the_last_team_will_be_done(
    cast: Cast, rounds: list[Meeting], other: Team, minutes: int, place: int, done: str
) -> None:
    clock.start_at(rounds[0].starts_at + minutes * HOUR / 60)
    team = (cast.team, other)[place]

    page = cast.browser(cast.aki).get(f"/sos/{rounds[0].id}/wall?team={team.id}").text

    assert f"{done} に終わる見込みです" in page


def test_after_the_round_nothing_is_said_of_its_end(cast: Cast, rounds: list[Meeting]) -> None:
    clock.start_at(rounds[0].ends_at)

    assert "終わる見込み" not in cast.browser(cast.aki).get(f"/sos/{rounds[0].id}/wall").text


@pytest.mark.parametrize(("teams", "minutes"), [(10, 3), (11, 2)])
def test_more_than_ten_teams_have_two_minutes_each(cast: Cast, rounds: list[Meeting], teams: int, minutes: int) -> None:
    for number, person in enumerate(cast.people(teams - 1)):
        team = memberships.create_team(f"Team {number}", by=cast.admin, now=NOON)
        memberships.add_member(team, person, by=cast.admin, now=NOON)

    page = cast.browser(cast.aki).get(f"/sos/{rounds[0].id}/wall").text

    assert f"1チーム{minutes}分" in page
    assert f'data-seconds="{minutes * 60}"' in page


def test_the_first_round_says_what_comes_back(cast: Cast, rounds: list[Meeting]) -> None:
    pages = [cast.browser(cast.aki).get(f"/sos/{one.id}/{part}").text for one in rounds[:2] for part in ("", "wall")]

    assert ["最初の回です" in page for page in pages] == [True, True, False, False]


def test_what_was_decided_comes_back_until_it_is_dropped(cast: Cast, rounds: list[Meeting]) -> None:
    decided = {"text": "年末年始は凍結する", "kind": "decision"}
    browser, after = cast.browser(cast.aki), f"/sos/{rounds[1].id}/"
    clock.start_at(rounds[0].starts_at)
    browser.post(f"/meetings/{rounds[0].id}/actions?back=round.{rounds[0].id}", data=decided)
    decision = db.session.scalars(db.select(Decision)).one()
    for address in (after, f"{after}wall"):
        assert "年末年始は凍結する" in browser.get(address).text

    browser.post(f"/decisions/{decision.id}/drop", data={"reason": "年明けに決める"})

    assert "年末年始は凍結する" not in browser.get(after).text


def test_what_is_pressed_on_the_wall_leads_back_to_the_team_that_talks(
    cast: Cast, rounds: list[Meeting], other: Team
) -> None:
    handed_in(rounds[0], other, cast.chika, wants="負荷試験")
    clock.start_at(rounds[0].starts_at)
    browser, wall = cast.browser(cast.aki), f"/sos/{rounds[0].id}/wall?team={other.id}"
    page = browser.get(wall).text
    [keep] = re.findall(rf'action="(/meetings/{rounds[0].id}/actions[^"]*)"', page)

    kept = browser.post(keep, data={"text": "日程を出す", "kind": "action"})
    claimed = browser.post("/sos/help/1/claim", data={"round": rounds[0].id, "team": other.id})

    assert kept.location == f"{wall}#settled"
    assert claimed.location == f"{wall}#help-1"


def test_the_note_begins_with_what_the_teams_wrote(cast: Cast, rounds: list[Meeting]) -> None:
    handed_in(rounds[0], cast.team, cast.botan, wants="Load *test*", line="Sale `soon`")

    cast.browser(cast.aki).post(f"/meetings/{rounds[0].id}/note")

    note = db.session.scalars(db.select(Note)).one()
    assert note.head is not None
    source = note.head.source
    assert "### minne" in source
    assert "**順調** Sale \\`soon\\`" in source
    assert "minne: Load \\*test\\*" in source
    # What teams wrote for one another leaves only where somebody takes it out of there.
    assert source.index(":::internal") < source.index("### minne") < source.index("\n:::\n")


def test_the_page_of_the_session_leads_to_the_round(cast: Cast, rounds: list[Meeting]) -> None:
    page = cast.browser(cast.chika).get(f"/meetings/{rounds[0].id}/").text

    assert f'href="/sos/{rounds[0].id}/"' in page


def test_visitors_and_others_read_nothing(cast: Cast, rounds: list[Meeting]) -> None:
    assert cast.browser().get(f"/sos/{rounds[0].id}/").status_code == 302
    assert cast.browser(cast.chika).get("/sos/999/").status_code == 404


def test_the_wall_is_told_what_came_in_and_nothing_else(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    clock.start_at(rounds[0].starts_at)
    browser, address = cast.browser(cast.aki), f"/sos/{rounds[0].id}/wall/parts?team={other.id}"
    first = browser.get(address)
    tag = {"If-None-Match": first.headers["ETag"]}
    words = writing.Words(None, "Half a line")
    writing.save_draft(rounds[0], other.id, words, base=0, by=cast.chika, now=clock.now())
    assert browser.get(address, headers=tag).status_code == 304

    words = writing.Words(Mood.WORRIED, "The queue grows")
    writing.hand_in(rounds[0], other.id, words, base=1, by=cast.chika, now=clock.now())

    said = browser.get(address, headers=tag)
    assert said.status_code == 200
    assert "The queue grows" in said.text
    assert "Set-Cookie" not in said.headers


def claimed(cast: Cast, meeting: Meeting) -> None:
    helping.claim(queries.in_round(meeting)[0], by=cast.chika, now=NOON)


def given_back(cast: Cast, meeting: Meeting) -> None:
    helping.give_back(queries.in_round(meeting)[0], by=cast.chika, now=NOON)


def settled(cast: Cast, meeting: Meeting) -> None:
    helping.settle(queries.in_round(meeting)[0], HelpState.RESOLVED, by=cast.botan, now=NOON)


def given_to_do(cast: Cast, meeting: Meeting) -> None:
    cast.browser(cast.aki).post(f"/meetings/{meeting.id}/actions", data={"text": "Say when", "kind": "action"})


def decided(cast: Cast, meeting: Meeting) -> None:
    cast.browser(cast.aki).post(f"/meetings/{meeting.id}/actions", data={"text": "Freeze", "kind": "decision"})


def closed(cast: Cast, meeting: Meeting) -> None:
    clock.start_at(meeting.ends_at)


def test_whatever_the_wall_shows_of_a_round_is_a_new_step(cast: Cast, rounds: list[Meeting]) -> None:
    handed_in(rounds[0], cast.team, cast.botan, wants="Load test")
    db.session.commit()
    clock.start_at(rounds[0].starts_at)
    steps = [read_wall.step(rounds[0], cast.aki, clock.now())]

    for happens in (claimed, given_back, claimed, settled, given_to_do, decided, closed):
        happens(cast, rounds[0])
        steps.append(read_wall.step(rounds[0], cast.aki, clock.now()))

    # Given back, it is what it was, but for who had it when it is claimed again at the same moment.
    assert [steps[0], steps[1]] == [steps[2], steps[3]]
    assert len(set(steps)) == len(steps) - 2


def test_asking_again_while_nothing_is_new_reads_two_things(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    for team, by in ((cast.team, cast.botan), (other, cast.chika)):
        handed_in(rounds[0], team, by, wants="Load test")
    db.session.commit()
    browser, address = cast.browser(cast.aki), f"/sos/{rounds[0].id}/wall/parts"
    tag = {"If-None-Match": browser.get(address).headers["ETag"]}

    # Who asks, as on every page, which round it is, and what of it may be new.
    with query_count(3):
        assert browser.get(address, headers=tag).status_code == 304


def test_the_wall_asks_until_the_updates_are_closed(cast: Cast, rounds: list[Meeting]) -> None:
    browser, address = cast.browser(cast.aki), f"/sos/{rounds[0].id}/wall"

    asks = []

    for moment in (rounds[0].starts_at, rounds[0].ends_at + 24 * HOUR):
        clock.start_at(moment)
        asks.append("data-wall=" in browser.get(address).text)

    assert asks == [True, False]


def test_for_a_round_nobody_is_told_to_read_something_before(cast: Cast, rounds: list[Meeting]) -> None:
    told = "事前に読んで話す"
    assert told not in cast.browser(cast.aki).get(f"/meetings/{rounds[0].id}/").text

    cast.meetings[0].format = Format.DISCUSSED
    db.session.commit()

    assert told in cast.browser(cast.aki).get(f"/meetings/{cast.meetings[0].id}/").text
