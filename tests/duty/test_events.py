"""Shifts in calendars, as programs of different origin read them."""

from dataclasses import replace
from datetime import UTC, time, timedelta

import pytest

from studyhub.db import db
from studyhub.people.models import Unavailability, User
from studyhub.rota import drafting, publishing
from studyhub.rota.models import Rota, RotaRules, Shift
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.calendars.readers import Seen, by_icalendar, by_vobject
from tests.calendars.subscribed import my
from tests.cast import NOON, Cast
from tests.meetings.scenes import statements

HOUR = timedelta(hours=1)


def shifts_in(cast: Cast, address: str, shift: Shift) -> list[Seen]:
    body = cast.browser().get(address).data
    assert by_icalendar(body) == by_vobject(body)
    begins = shift.starts_at.astimezone(UTC)
    return [seen for seen in by_icalendar(body) if seen.uid.startswith(f"shift-{shift.role}-{begins:%Y%m%dT%H%MZ}-")]


def give(shift: Shift, taker: User, begins: int, lasts: int) -> Swap:
    """Let somebody have hours of a shift, counted from its beginning."""
    span = {"starts_at": shift.starts_at + begins * HOUR, "ends_at": shift.starts_at + (begins + lasts) * HOUR}
    told = {"giver_id": shift.user_id, "taker_id": taker.id, "asked_by_id": taker.id, "asked_at": NOON}
    swap = Swap(shift=shift, kind=SwapKind.GIVE, accepted_at=NOON + HOUR, **span, **told)
    db.session.add(swap)
    db.session.flush()
    return swap


@pytest.fixture
def other(night: Shift, crew: list[User]) -> User:
    return next(person for person in crew if person.id != night.user_id)


def test_my_shifts_stand_in_my_calendar(cast: Cast, night: Shift) -> None:
    assert night.user is not None

    [seen] = shifts_in(cast, my(night.user), night)

    assert (seen.start, seen.end, seen.status, seen.sequence) == (night.starts_at, night.ends_at, "CONFIRMED", 0)


def test_hours_given_away_shorten_the_event_and_are_one_for_whoever_took_them(
    cast: Cast, night: Shift, other: User
) -> None:
    assert night.user is not None
    [before] = shifts_in(cast, my(night.user), night)
    give(night, other, 13, 2)

    [kept], [taken] = shifts_in(cast, my(night.user), night), shifts_in(cast, my(other), night)

    assert kept == replace(before, end=night.starts_at + 13 * HOUR, sequence=1)
    assert (taken.start, taken.end, taken.status) == (kept.end, night.ends_at, "CONFIRMED")


def test_a_night_given_away_is_cancelled_for_whoever_had_it_and_comes_back_undone(
    cast: Cast, night: Shift, other: User
) -> None:
    assert night.user is not None
    swap = give(night, other, 0, 15)

    [gone], [taken] = shifts_in(cast, my(night.user), night), shifts_in(cast, my(other), night)
    swap.undone_at = NOON + 2 * HOUR
    [back], [given_back] = shifts_in(cast, my(night.user), night), shifts_in(cast, my(other), night)

    assert (gone.uid, gone.status, gone.sequence) == (taken.uid, "CANCELLED", 1)
    assert (back.status, back.sequence, given_back.status) == ("CONFIRMED", 2, "CANCELLED")


def test_a_night_that_is_planned_anew_for_another_is_cancelled_for_whoever_had_it(
    cast: Cast, published: Rota, night: Shift, keeper: User
) -> None:
    had = night.user
    assert had is not None
    [before] = shifts_in(cast, my(had), night)
    db.session.add(Unavailability(user_id=had.id, starts_on=night.day, ends_on=night.day))
    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)
    db.session.commit()

    [gone] = shifts_in(cast, my(had), night)

    assert night.user not in {None, had}
    assert gone == replace(before, status="CANCELLED", sequence=before.sequence + 1)


def test_a_night_that_begins_at_another_time_since_is_cancelled_as_it_was_and_comes_back_above_it(
    cast: Cast, published: Rota, night: Shift, keeper: User
) -> None:
    had = night.user
    assert had is not None
    [before] = shifts_in(cast, my(had), night)
    db.session.add(rules := RotaRules(id=1, day_ends=time(20)))
    db.session.flush()
    publish(published, keeper)
    seen = by_icalendar(cast.browser().get(my(had)).data)
    [gone] = [one for one in seen if one.uid == before.uid]
    [_gone_for_all] = [one for one in by_icalendar(cast.browser().get(all_of(cast)).data) if one.uid == before.uid]
    rules.day_ends = time(19)
    db.session.flush()

    publish(published, keeper)

    assert gone == replace(before, status="CANCELLED", sequence=gone.sequence)
    again = [one for one in by_icalendar(cast.browser().get(my(had)).data) if one.uid == before.uid]
    assert before.sequence < gone.sequence
    assert all(one.sequence > gone.sequence for one in again)
    assert [one for one in by_icalendar(cast.browser().get(all_of(cast)).data) if one.uid == before.uid]


def test_of_a_night_that_is_no_more_everybody_s_part_by_a_swap_is_cancelled_and_comes_back_above_it(
    cast: Cast, published: Rota, night: Shift, keeper: User, other: User
) -> None:
    had = night.user
    assert had is not None
    give(night, other, 3, 2)
    db.session.commit()
    before = {one.uid: one for user in (had, other) for one in shifts_in(cast, my(user), night)}
    calendars = my(had), my(other), all_of(cast)
    db.session.add(rules := RotaRules(id=1, day_ends=time(20)))
    db.session.flush()

    publish(published, keeper)

    for address in calendars:
        gone = {one.uid: one for one in by_icalendar(cast.browser().get(address).data) if one.uid in before}
        assert {one.status for one in gone.values()} == {"CANCELLED"}
        assert all(one.sequence > before[uid].sequence for uid, one in gone.items())
    assert len(before) == 3
    assert {one.uid for address in calendars[:2] for one in by_icalendar(cast.browser().get(address).data)} >= set(
        before
    )
    rules.day_ends = time(19)
    db.session.flush()
    publish(published, keeper)
    again = [one for one in by_icalendar(cast.browser().get(calendars[2]).data) if one.uid in before]
    assert all(one.sequence > gone[one.uid].sequence for one in again if one.status != "CANCELLED")


def publish(rota: Rota, keeper: User) -> None:
    publishing.publish(drafting.draft(rota, by=keeper, now=NOON), by=keeper, now=NOON)
    db.session.commit()


def all_of(cast: Cast) -> str:
    return my(cast.botan).replace("calendar.ics", "oncall.ics")


def test_what_was_left_of_a_night_beside_a_swap_is_cancelled_when_that_is_undone(
    cast: Cast, night: Shift, other: User
) -> None:
    assert night.user is not None
    swap = give(night, other, 0, 3)
    [_gone, left] = shifts_in(cast, my(night.user), night)
    swap.undone_at = NOON + 2 * HOUR

    seen = shifts_in(cast, my(night.user), night)

    assert left.status == "CONFIRMED"
    assert [(one.uid, one.status) for one in seen if one.uid == left.uid] == [(left.uid, "CANCELLED")]


def test_the_calendar_of_all_names_whoever_has_which_part(cast: Cast, night: Shift, other: User) -> None:
    assert night.user is not None
    give(night, other, 13, 2)

    seen = shifts_in(cast, my(cast.botan).replace("calendar.ics", "oncall.ics"), night)

    assert [one.summary for one in seen] == [
        f"オンコール:{person.name}（プライマリ）" for person in (night.user, other)
    ]


def test_a_team_sees_the_shifts_of_its_people(cast: Cast, night: Shift, other: User) -> None:
    number = int(night.user.name.split()[1]) % 4 if night.user else 0
    teams = [
        my(cast.botan).replace("calendar.ics", f"teams/team-{one}/oncall.ics") for one in (number, (number + 1) % 4)
    ]

    assert [len(shifts_in(cast, address, night)) for address in teams] == [1, 0]


def test_a_calendar_asks_as_often_however_many_swaps_there_are(cast: Cast, night: Shift, other: User) -> None:
    counts = []
    for begins in range(2):
        give(night, other, begins, 1)
        # What changed is written first.
        cast.browser().get(my(other))
        with statements() as sent:
            cast.browser().get(my(other))
        counts.append(len(sent))

    assert counts[0] == counts[1]
