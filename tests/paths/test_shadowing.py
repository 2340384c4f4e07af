"""Going along in a night: what is offered, what stands in the way, and what it counts for."""

from datetime import date, timedelta

import pytest

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.paths import calendar, noticing, queries, shadowing
from studyhub.paths.models import Path, ShadowNight
from studyhub.rota.candidates import candidates
from studyhub.rota.planning.inputs import Role
from studyhub.rota.queries import rules
from studyhub.services import readying
from studyhub.services.models import Service
from studyhub.text.calendar_files import CalendarEvent, EventStatus
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.paths.scenes import new_night


def noted() -> list[tuple[str, CommitmentKind]]:
    rows = db.select(Commitment).where(Commitment.kind == CommitmentKind.SHADOW)
    return [(one.source, one.kind) for one in db.session.scalars(rows)]


def events(cast: Cast) -> list[CalendarEvent]:
    with speaking("ja", "Asia/Tokyo"):
        return calendar.of_person(cast.botan, "https://studyhub.example", NOON)


def test_nights_of_others_are_offered_and_not_vacant_ones_or_ones_own(cast: Cast, path: Path) -> None:
    night = new_night(cast.aki, 10)
    new_night(cast.botan, 20)
    new_night(None, 30)
    new_night(cast.aki, 40, Role.SECONDARY)
    new_night(cast.aki, 200)

    assert [(one.shift_id, one.names) for one in shadowing.nights(path, NOON)] == [(night.id, ["Aki"])]


def test_another_night_takes_the_place_of_the_first(cast: Cast, path: Path) -> None:
    first, second = new_night(cast.aki, 10), new_night(cast.aki, 20)
    shadowing.plan(path, first.id, by=cast.botan, now=NOON)

    for _press in range(2):
        shadow = shadowing.plan(path, second.id, by=cast.botan, now=NOON)

    assert noted() == [(shadow.source, CommitmentKind.SHADOW)]
    assert queries.coming_shadow(path, NOON) is shadow
    assert len(db.session.scalars(db.select(ShadowNight)).all()) == 2


def test_a_night_that_has_begun_is_not_to_be_had(cast: Cast, path: Path) -> None:
    night = new_night(cast.aki, 10)

    with pytest.raises(shadowing.NightGone):
        shadowing.plan(path, night.id, by=cast.botan, now=night.starts_at)


@pytest.mark.parametrize("days", [8, 9, 11])
def test_who_is_on_duty_around_it_rests(cast: Cast, path: Path, days: int) -> None:
    night = new_night(cast.aki, 10)
    new_night(cast.botan, days, Role.SECONDARY)

    with pytest.raises(shadowing.Resting):
        shadowing.plan(path, night.id, by=cast.botan, now=NOON)


def test_a_night_in_which_they_rest_is_not_offered(cast: Cast, path: Path) -> None:
    new_night(cast.aki, 10)
    free = new_night(cast.aki, 20)
    new_night(cast.botan, 11, Role.SECONDARY)

    assert [one.shift_id for one in shadowing.offered(path, NOON)] == [free.id]


def test_taken_back_it_gives_the_hours_back(cast: Cast, path: Path) -> None:
    shadowing.plan(path, new_night(cast.aki, 10).id, by=cast.botan, now=NOON)

    for _press in range(2):
        shadowing.withdraw(path, by=cast.botan, now=NOON)

    assert noted() == []
    assert queries.coming_shadow(path, NOON) is None


def test_a_shadow_rests_in_the_plan_of_the_rota(cast: Cast, path: Path, service: Service) -> None:
    readying.tick(service, [cast.botan.id], by=cast.admin, now=NOON)
    night = new_night(cast.aki, 10)
    shadowing.plan(path, night.id, by=cast.botan, now=NOON)

    [botan] = candidates(date(2026, 12, 1), date(2026, 12, 31), rules(), now=NOON)

    assert botan.elsewhere == ((night.starts_at, night.ends_at),)


def test_whoever_is_called_first_hears_the_day_before_who_goes_along(cast: Cast, path: Path) -> None:
    night = new_night(cast.aki, 10)
    shadowing.plan(path, night.id, by=cast.botan, now=NOON)

    for hours in (-25, -23, -22):
        noticing.tell_of_shadows(night.starts_at + timedelta(hours=hours))

    rows = db.select(OutboxMessage).where(OutboxMessage.kind == "shadow_tomorrow")
    told = db.session.scalars(rows.where(OutboxMessage.channel == Channel.INBOX)).all()
    assert [(one.recipient_id, one.payload["person"]) for one in told] == [(cast.aki.id, "Botan")]


def test_the_page_of_the_shift_names_the_shadow_to_who_is_on_duty_and_who_sees_the_path(cast: Cast, path: Path) -> None:
    night = new_night(cast.editor, 10)
    shadowing.plan(path, night.id, by=cast.botan, now=NOON)
    people = (cast.editor, cast.botan, cast.chika, cast.admin)

    pages = [cast.browser(one).get(f"/oncall/shifts/{night.id}/").text for one in people]

    assert ["<dt>シャドー</dt><dd>Botan</dd>" in page for page in pages] == [True, True, True, False]


def test_it_stands_in_ones_calendar_and_is_cancelled_there(cast: Cast, path: Path) -> None:
    shadowing.plan(path, new_night(cast.aki, 10).id, by=cast.botan, now=NOON)
    [before] = events(cast)

    shadowing.withdraw(path, by=cast.botan, now=NOON)

    [after] = events(cast)
    assert (before.status, after.status) == (EventStatus.CONFIRMED, EventStatus.CANCELLED)
    assert (before.uid, before.sequence, after.sequence) == (after.uid, 0, 1)
