"""What the ledger counts is what the pages say that each practice has of its own."""

from datetime import date, datetime, timedelta

import pytest

from studyhub.alerts.models import Alert, AlertSource
from studyhub.allowance import figures_page, month_page
from studyhub.circles.models import Visibility
from studyhub.contributions import matrix
from studyhub.contributions.ledger import counting
from studyhub.contributions.ledger.spans import By, span
from studyhub.contributions.ledger.tallies import Tally, What
from studyhub.db import db
from studyhub.handoffs.models import Handoff, HandoffResponse
from studyhub.meetings.assigning import pools
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.cast import NOON, Cast, query_count
from tests.ledger.conftest import hold
from tests.meetings.scenes import after

LATER = NOON + timedelta(days=400)
YEAR = span(By.MONTH, date(2026, 12, 31))


def of(person: User, reader: User | None = None, now: datetime = LATER) -> Tally:
    return counting.count([person.id], YEAR, reader or person, now=now)[person.id]


def shifts_of(person: User) -> list[Shift]:
    rows = db.select(Shift).where(Shift.user_id == person.id).order_by(Shift.starts_at)
    return list(db.session.scalars(rows))


def give(shift: Shift, taker: User, hours: float | None = None) -> Swap:
    """Let somebody else have a shift, or its first hours."""
    ends_at = shift.ends_at if hours is None else shift.starts_at + timedelta(hours=hours)
    swap = Swap(shift_id=shift.id, kind=SwapKind.GIVE, starts_at=shift.starts_at, ends_at=ends_at)
    swap.giver_id, swap.taker_id, swap.asked_by_id = shift.user_id, taker.id, shift.user_id or 0
    swap.asked_at = swap.accepted_at = NOON
    db.session.add(swap)
    db.session.commit()
    return swap


def ring(person: User, at: datetime, minutes: int = 20) -> Alert:
    """Something that somebody acted on."""
    alert = Alert(identity=f"{at}", rule="CPU", starts_at=at, ends_at=at + timedelta(minutes=minutes))
    alert.is_acted_on, alert.acted_by_id = True, person.id
    alert.source, alert.received_at = AlertSource.HAND, at
    db.session.add(alert)
    db.session.commit()
    return alert


def test_shifts_and_points_are_those_of_the_pages_of_what_was_served(
    cast: Cast, published: Rota, crew: list[User]
) -> None:
    give(shifts_of(crew[0])[0], crew[5])
    give(shifts_of(crew[1])[0], crew[6], hours=3)

    for person in crew:
        served = figures_page.page(person, 2026, now=LATER).total
        tally = of(person)
        assert tally.sum(What.NIGHTS) == served.nights
        assert tally.sum(What.DAYS_OFF) == served.days_off
        assert tally.sum(What.SPECIAL_DAYS) == served.special_days
        assert tally.sum(What.POINTS) == pytest.approx(served.points)
        assert tally.sum(What.TAKEN) == served.taken


def test_by_quarter_and_by_year_they_are_the_same(cast: Cast, published: Rota, crew: list[User]) -> None:
    give(shifts_of(crew[0])[0], crew[5], hours=4)

    for by in By:
        found = counting.count([one.id for one in crew], span(by, date(2026, 12, 31)), cast.aki, now=LATER)
        for person in crew:
            assert found[person.id].sum(What.POINTS) == pytest.approx(of(person).sum(What.POINTS))


def test_pages_are_those_of_the_months_of_the_allowance(cast: Cast, published: Rota, crew: list[User]) -> None:
    whole, swapped = shifts_of(crew[0])[:2]
    give(swapped, crew[5], hours=3)
    ring(crew[0], whole.starts_at + timedelta(hours=1))
    ring(crew[0], swapped.starts_at + timedelta(hours=5))
    ring(crew[5], swapped.starts_at + timedelta(hours=1))
    # Whoever helps without being on duty is not paid for it.
    ring(crew[7], whole.starts_at + timedelta(hours=2))

    for person in crew:
        month = month_page.page(date(2026, 12, 1), person, now=LATER)
        responses = [one for line in month.lines if line.person.id == person.id for one in line.responses]
        assert of(person).sum(What.PAGES) == len(responses)
    assert [of(crew[number]).sum(What.PAGES) for number in (0, 5, 7)] == [2, 1, 0]


def test_pages_are_as_they_were_confirmed_with_the_hand_off(cast: Cast, published: Rota, crew: list[User]) -> None:
    shift = shifts_of(crew[0])[0]
    ring(crew[0], shift.starts_at + timedelta(hours=1))
    note = Handoff(shift_id=shift.id, author_id=crew[0].id, starts_at=shift.starts_at, ends_at=shift.ends_at)
    note.head_number, note.written_at, note.responses_confirmed_at = 1, shift.ends_at, shift.ends_at
    db.session.add(note)
    db.session.flush()
    for hour in (2, 3):
        moment = shift.starts_at + timedelta(hours=hour)
        db.session.add(HandoffResponse(handoff_id=note.id, starts_at=moment, ends_at=moment + timedelta(minutes=48)))
    db.session.commit()

    tally = of(crew[0])

    month = month_page.page(date(2026, 12, 1), crew[0], now=LATER)
    assert sum(len(line.responses) for line in month.lines) == tally.sum(What.PAGES) == 2
    assert tally.longest_minutes == 48


def test_at_night_is_outside_the_hours_of_the_day(cast: Cast, published: Rota, crew: list[User]) -> None:
    holiday = next(shift for shift in db.session.scalars(db.select(Shift)) if shift.kind == "day_off")
    person = db.session.get_one(User, holiday.user_id)
    ring(person, holiday.starts_at + timedelta(hours=1))
    ring(person, holiday.starts_at + timedelta(hours=14))

    tally = of(person)

    assert (tally.sum(What.PAGES), tally.sum(What.NIGHT_PAGES)) == (2, 1)


def test_chapters_are_those_of_the_pages_of_teams_and_of_the_loads_of_a_circle(cast: Cast) -> None:
    for number in (0, 1):
        hold(cast, number)
    now = after(cast.meetings[1], hours=2)

    tally = of(cast.botan, now=now)

    counted = matrix.presented(cast.team, cast.botan, since=NOON, now=now)
    assert sum(count for (user_id, _), count in counted.items() if user_id == cast.botan.id) == 2
    assert pools.read(cast.circle, [], now=now).done[cast.botan.id].quantity == 2
    assert tally.sum(What.PRESENTED) == tally.sum(What.SCRIBED) == 2
    assert of(cast.aki, now=now).sum(What.FACILITATED) == 2
    assert tally.last_on[What.PRESENTED] == cast.meetings[1].starts_at.date()


def test_of_a_circle_that_is_closed_to_them_others_are_told_no_number(cast: Cast) -> None:
    hold(cast)
    cast.circle.visibility = Visibility.PARTICIPANTS
    db.session.commit()

    assert [of(cast.botan, reader).sum(What.PRESENTED) for reader in (cast.botan, cast.aki, cast.chika)] == [1, 1, 0]


def test_statements_grow_neither_with_people_nor_with_shifts(cast: Cast, published: Rota, crew: list[User]) -> None:
    for number, person in enumerate(crew):
        if shifts := shifts_of(person):
            ring(person, shifts[-1].starts_at + timedelta(minutes=number))
    give(shifts_of(crew[0])[0], crew[5])

    for people in (crew[:1], crew):
        ids = [person.id for person in people]
        counting.count(ids, YEAR, cast.aki, now=LATER)
        with query_count(9):
            counting.count(ids, YEAR, cast.aki, now=LATER)
