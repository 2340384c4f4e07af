"""Cards are asked for the day before: the lead first, everybody of the team shortly before the round."""

from studyhub import clock
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings.models import Meeting
from studyhub.sos import asked_queries, asking
from studyhub.teams import memberships
from studyhub.teams.models import Team
from tests.cast import NOON, Cast
from tests.sos.conftest import DAY, HOUR, handed_in

WAITS = "の近況を書いてください"


def asked() -> list[int | None]:
    rows = db.select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "team_update_wanted")
    return sorted(set(db.session.scalars(rows)), key=str)


def test_the_lead_is_asked_the_day_before_and_once(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    memberships.add_member(other, cast.editor, by=cast.admin, now=NOON)
    memberships.name_lead(cast.team, cast.aki, is_lead=True, by=cast.admin, now=NOON)
    asking.ask_for_cards(rounds[0].starts_at - DAY - HOUR)
    assert asked() == []

    for hours in (0, 1):
        asking.ask_for_cards(rounds[0].starts_at - DAY + hours * HOUR)

    assert asked() == sorted([cast.aki.id, cast.chika.id], key=str)


def test_a_team_without_a_lead_is_asked_as_a_whole(cast: Cast, rounds: list[Meeting]) -> None:
    asking.ask_for_cards(rounds[0].starts_at - DAY)

    assert asked() == sorted([cast.aki.id, cast.botan.id], key=str)


def test_who_handed_in_is_not_asked(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    handed_in(rounds[0], cast.team, cast.botan)

    asking.ask_for_cards(rounds[0].starts_at - HOUR)

    assert asked() == [cast.chika.id]


def test_it_waits_at_home_until_it_is_handed_in(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    browser = cast.browser(cast.chika)
    assert WAITS not in browser.get("/").text
    clock.start_at(rounds[0].starts_at - DAY)
    assert f"SUZURI {WAITS}" in browser.get("/").text

    handed_in(rounds[0], other, cast.chika)

    assert WAITS not in browser.get("/").text


def test_everybody_of_the_team_is_asked_shortly_before(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    memberships.add_member(other, cast.editor, by=cast.admin, now=NOON)

    moments = {hours: rounds[0].starts_at - hours * HOUR for hours in (20, 3, 0)}

    asked_for = {hours: asked_queries.unwritten(cast.editor, moment) for hours, moment in moments.items()}

    names = {hours: [wanted.team for wanted in found] for hours, found in asked_for.items()}
    assert names == {20: [], 3: ["SUZURI"], 0: ["SUZURI"]}
