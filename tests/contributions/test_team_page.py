"""A team's page: who is in which circle, numbers for the team alone, who is new and who is away this week."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studyhub.circles.models import CircleKind, CircleState, Visibility
from studyhub.contributions import team_page
from studyhub.contributions.matrix import Cell, Line
from studyhub.contributions.team_page import TeamPage
from studyhub.db import db
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User
from studyhub.settings import organization
from studyhub.teams import memberships
from studyhub.teams.models import Membership
from studyhub.teams.queries import members_of
from tests.cast import NOON, Cast, query_count
from tests.meetings.scenes import after, chapter_of, claim, go_to, meetings_of


def page_of(cast: Cast, reader: User, *, of: Meeting | None = None) -> TeamPage:
    """The page of the team of Aki and Botan, before all sessions or after the given one."""
    db.session.flush()
    members = list(db.session.scalars(members_of(cast.team)))
    now = after(of, hours=1) if of else NOON
    return team_page.team_page(cast.team, members, reader, zone="Asia/Tokyo", now=now)


def present_first(cast: Cast) -> None:
    """Botan presents in the first session, and it is on record."""
    claim(cast, cast.botan)
    sheet = Sheet([cast.aki.id, cast.botan.id], read=[chapter_of(cast.meeting).id])
    attending.confirm(cast.meeting, sheet, by=cast.aki, now=after(cast.meeting))


def lines(page: TeamPage) -> dict[str, Line]:
    return {line.membership.user.name: line for line in page.matrix.lines}


def test_a_circle_is_a_mark_and_what_was_presented_a_number(cast: Cast) -> None:
    present_first(cast)

    page = page_of(cast, cast.aki, of=cast.meeting)

    assert [one.title for one in page.matrix.columns] == ["SRE"]
    assert [(name, line.cells, line.presented) for name, line in lines(page).items()] == [
        ("Aki", [Cell(takes_part=True, organizes=True, presented=0)], 0),
        ("Botan", [Cell(takes_part=True, organizes=False, presented=1)], 1),
    ]


def test_a_led_session_of_a_study_circle_counts_as_presented(cast: Cast) -> None:
    study = cast.new_circle(cast.aki, title="Evening", meetings=1)
    study.kind = CircleKind.STUDY
    [evening] = meetings_of(study)
    evening.facilitator_id = cast.botan.id
    joining.join(study, cast.botan, now=NOON)
    attending.confirm(evening, Sheet([cast.botan.id]), by=cast.aki, now=after(evening))

    assert lines(page_of(cast, cast.aki, of=evening))["Botan"].presented == 1


def test_others_see_people_and_circles_without_numbers(cast: Cast) -> None:
    present_first(cast)

    page = page_of(cast, cast.chika, of=cast.meeting)

    assert (page.matrix.since, page.matrix.presented, page.newcomers, page.away) == (None, 0, (), ())
    assert [line.takes_part for line in page.matrix.lines] == [True, True]


@pytest.mark.parametrize("shows_presentations", [False, True])
def test_taking_part_over_time_tells_as_little_of_presentations(cast: Cast, shows_presentations: bool) -> None:
    present_first(cast)
    organization.current().shows_presentations = shows_presentations
    go_to(after(cast.meeting, hours=1))

    seen = [cast.browser(who).get("/teams/minne/attendance").text for who in (cast.aki, cast.chika)]

    assert ['id="presented"' in page for page in seen] == [True, shows_presentations]


def test_numbers_of_whoever_a_lead_puts_into_a_second_team_are_not_read_there(cast: Cast) -> None:
    present_first(cast)
    db.session.execute(db.update(Membership).where(Membership.user_id == cast.botan.id).values(is_primary=False))

    page = page_of(cast, cast.aki, of=cast.meeting)

    assert (lines(page)["Botan"].takes_part, lines(page)["Botan"].presented) == (True, 0)


def test_everybody_reads_numbers_where_the_organisation_shows_them(cast: Cast) -> None:
    present_first(cast)
    organization.current().shows_presentations = True

    page = page_of(cast, cast.chika, of=cast.meeting)

    assert (page.matrix.presented, page.newcomers, page.away) == (1, (), ())


def test_of_a_circle_for_participants_only_others_see_neither_column_nor_number(cast: Cast) -> None:
    present_first(cast)
    cast.circle.visibility = Visibility.PARTICIPANTS
    memberships.add_member(cast.team, cast.chika, by=cast.admin, now=NOON)

    seen = {who.name: page_of(cast, who, of=cast.meeting) for who in (cast.aki, cast.chika)}

    assert {name: (len(page.matrix.columns), page.matrix.presented) for name, page in seen.items()} == {
        "Aki": (1, 1),
        "Chika": (0, 0),
    }
    assert (seen["Chika"].newcomers, seen["Chika"].away) == ([], [])


def test_circles_that_are_over_are_left_out(cast: Cast) -> None:
    cast.circle.state = CircleState.ENDED

    assert page_of(cast, cast.aki).matrix.columns == []


@pytest.mark.parametrize(("days", "is_new"), [(364, True), (366, False)])
def test_whoever_is_in_the_company_for_less_than_a_year_is_new(cast: Cast, days: int, is_new: bool) -> None:
    cast.circle.participations[1].joined_at = NOON - timedelta(days=90)
    cast.botan.joined_on = date(2026, 12, 1) - timedelta(days=days)

    assert ("Botan" in [one.user.name for one in page_of(cast, cast.aki).newcomers]) == is_new


@pytest.mark.parametrize(("days", "is_new"), [(29, True), (31, False)])
def test_whoever_joined_their_first_circle_within_a_month_is_new(cast: Cast, days: int, is_new: bool) -> None:
    for one in cast.circle.participations:
        one.joined_at = NOON - timedelta(days=days)
    cast.new_circle(cast.botan, title="A second one")

    found = {one.user.name: one.first and one.first.title for one in page_of(cast, cast.aki).newcomers}

    assert found == ({"Aki": "SRE", "Botan": "SRE"} if is_new else {})


def test_whoever_was_long_in_a_circle_the_reader_may_not_see_is_not_new(cast: Cast) -> None:
    closed = cast.new_circle(cast.botan, title="Closed", visibility=Visibility.PARTICIPANTS)
    closed.participations[0].joined_at = NOON - timedelta(days=400)
    cast.circle.participations[0].joined_at = NOON - timedelta(days=400)

    assert [one.user.name for one in page_of(cast, cast.aki).newcomers] == []


@pytest.mark.parametrize(("hour", "counts"), [(1, True), (-1, False)])
def test_counting_begins_at_midnight_where_the_organisation_is(cast: Cast, hour: int, counts: bool) -> None:
    present_first(cast)
    # The first of October in Tokyo begins at three in the afternoon of the day before.
    begins = datetime(2026, 9, 30, 15, tzinfo=UTC) + timedelta(hours=hour)
    cast.meeting.starts_at, cast.meeting.ends_at = begins, begins + timedelta(minutes=30)

    assert lines(page_of(cast, cast.aki))["Botan"].presented == counts


def test_away_are_those_with_a_seat_this_week(cast: Cast) -> None:
    signups.withdraw(cast.meeting, cast.aki, now=NOON)

    found = page_of(cast, cast.aki).away

    assert [(one.id, one.names) for one in found] == [(cast.meeting.id, ["Botan"])]


def test_a_team_in_no_circle_is_told_what_it_could_go_to(cast: Cast) -> None:
    team = memberships.create_team("Ops", by=cast.admin, now=NOON)
    memberships.add_member(team, cast.chika, by=cast.admin, now=NOON)
    go_to(NOON)

    page = cast.browser(cast.chika).get("/teams/ops/").text

    assert "一緒に参加してみませんか" in page
    assert f'action="/meetings/{cast.meeting.id}/signup"' in page


def test_a_team_of_one_is_one_line_without_sums(cast: Cast) -> None:
    memberships.remove_member(cast.team, cast.aki, by=cast.admin, now=NOON)
    go_to(NOON)

    page = cast.browser(cast.botan).get("/teams/minne/").text

    assert (page.count('scope="row"'), 'class="figures"' in page) == (1, False)


def test_whoever_stops_leading_is_led_to_the_page_of_the_team(cast: Cast) -> None:
    memberships.name_lead(cast.team, cast.aki, is_lead=True, by=cast.admin, now=NOON)
    browser = cast.browser(cast.aki)

    kept, given_up = (
        browser.post(f"/teams/minne/members/{cast.aki.id}/lead", data={"is_lead": word}) for word in ("yes", "no")
    )

    assert (kept.location, given_up.location) == ("/teams/minne/edit", "/teams/minne/")
    assert browser.get("/teams/minne/edit").status_code == 403


@pytest.mark.parametrize("more", [0, 3])
def test_it_asks_as_often_of_more(cast: Cast, more: int) -> None:
    for number, person in enumerate(cast.people(more)):
        memberships.add_member(cast.team, person, by=cast.admin, now=NOON)
        cast.new_circle(person, title=f"More {number}")
    go_to(NOON)
    browser = cast.browser(cast.aki)

    with query_count(8):
        browser.get("/teams/minne/")


def test_once_the_session_of_the_week_is_over_only_what_is_left_is_spoken_of(cast: Cast) -> None:
    go_to(after(cast.meeting, hours=1))

    said = cast.browser(cast.aki).get("/teams/minne/").text

    assert "今週このあとの回に参加する人はいません。" in said
