"""Months that are closed for the allowance, corrections, and a year of it against a recount minute by minute."""

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from studyhub import clock, zones
from studyhub.allowance import closing, queries
from studyhub.allowance.models import AllowanceMonth, AllowanceRow
from studyhub.allowance.parts import Part
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.settings import organization
from studyhub.teams.models import Membership, Team
from tests.allowance.recount import Night, Span, recount
from tests.cast import NOON, Cast

DECEMBER, JANUARY = date(2026, 12, 1), NOON + timedelta(days=32)
AT_NEW_YEAR = "/oncall/allowance/2026-12/"


def swap(shift: Shift, taker: User | None, since: datetime, until: datetime) -> Swap:
    """Hours that somebody gave and somebody has taken."""
    made = Swap(shift=shift, kind=SwapKind.GIVE, starts_at=since, ends_at=until, giver=shift.user, taker=taker)
    made.asked_by_id, made.asked_at, made.accepted_at = shift.user_id or 0, NOON, NOON
    db.session.add(made)
    db.session.flush()
    return made


@pytest.fixture
def night(published: Rota) -> Shift:
    """The first published night."""
    found: Shift = db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    return found


@pytest.fixture
def given(night: Shift, crew: list[User]) -> Swap:
    """Two of its hours, which another has."""
    taker = next(one for one in crew if one.id != night.user_id)
    return swap(night, taker, night.starts_at + timedelta(hours=2), night.starts_at + timedelta(hours=4))


@pytest.fixture
def closed(given: Swap, keeper: User) -> AllowanceMonth:
    made = closing.close(DECEMBER, by=keeper, now=JANUARY)
    db.session.commit()
    return made


def net(closed: AllowanceMonth) -> dict[int, int]:
    """The minutes of each, corrections included."""
    found: dict[int, int] = defaultdict(int)
    for row in queries.all_rows(closed):
        found[row.user_id] += row.sign * row.minutes
    return found


def test_a_part_is_paid_to_whoever_served_it(closed: AllowanceMonth, night: Shift, given: Swap) -> None:
    parts = [row for row in queries.all_rows(closed) if row.shift_id == night.id]

    assert [(row.user_id, row.minutes) for row in sorted(parts, key=lambda row: row.starts_at)] == [
        (night.user_id, 120),
        (given.taker_id, 120),
        (night.user_id, 660),
    ]


def test_a_month_is_closed_once_and_only_when_it_is_over(closed: AllowanceMonth, keeper: User) -> None:
    with pytest.raises(closing.AlreadyClosed):
        closing.close(DECEMBER, by=keeper, now=JANUARY)
    with pytest.raises(closing.NotOver):
        closing.close(date(2027, 1, 1), by=keeper, now=JANUARY)
    with pytest.raises(closing.NothingServed):
        closing.close(date(2026, 11, 1), by=keeper, now=JANUARY)


@pytest.mark.parametrize("is_own", [True, False])
def test_that_hours_of_whoever_closes_or_corrects_are_among_it_stands_on_the_page_and_in_the_trail(
    cast: Cast, given: Swap, night: Shift, keeper: User, *, is_own: bool
) -> None:
    assert night.user is not None
    night.user.is_rota_keeper, keeper.language = True, "ja"
    clock.start_at(JANUARY)
    by = night.user if is_own else keeper
    page = cast.browser(by)
    before = page.get(AT_NEW_YEAR).text
    page.post(f"{AT_NEW_YEAR}closing")
    closed = queries.closed(DECEMBER)
    assert closed is not None
    part = Part(night.user.id, night.id, night.starts_at, night.starts_at + timedelta(hours=1), -1)
    closing.correct_by_hand(closed, part, "Late", by=by, now=JANUARY)
    db.session.commit()

    shown = page.get(AT_NEW_YEAR).text
    settled = db.select(AuditEvent.action).where(AuditEvent.action.like("allowance.%")).order_by(AuditEvent.id)

    assert ("自分の分も入っています" in before) is is_own
    assert [words in shown for words in ("本人の分を含む", "（本人）")] == [is_own] * 2
    own = "_own" if is_own else ""
    assert list(db.session.scalars(settled)) == [f"allowance.closed{own}", f"allowance.corrected{own}"]


def test_a_swap_undone_after_closing_is_proposed_and_entered_once(
    closed: AllowanceMonth, night: Shift, given: Swap, keeper: User
) -> None:
    assert closing.proposed(closed) == []
    before = len(queries.all_rows(closed))
    given.undone_at = JANUARY

    rows = closing.correct_as_proposed(closed, "Never happened", by=keeper, now=JANUARY)

    assert {(row.user_id, row.sign * row.minutes) for row in rows} == {(night.user_id, 120), (given.taker_id, -120)}
    assert closing.proposed(closed) == []
    assert len(queries.all_rows(closed)) == before + 2


def test_a_correction_by_hand_lies_within_the_shift_and_is_not_proposed_away(
    closed: AllowanceMonth, night: Shift, keeper: User
) -> None:
    since = night.starts_at
    assert night.user_id is not None
    served = net(closed)[night.user_id]
    part = Part(night.user_id, night.id, since, since + timedelta(hours=1), -1)
    with pytest.raises(closing.OutsideShift):
        closing.correct_by_hand(
            closed, part._replace(ends_at=since + timedelta(days=3)), "Late", by=keeper, now=JANUARY
        )

    closing.correct_by_hand(closed, part, "Late", by=keeper, now=JANUARY)

    assert net(closed)[night.user_id] == served - 60
    assert closing.proposed(closed) == []


@pytest.mark.parametrize(
    "wrong", [{"sign": 2}, {"reason": "Only a reason"}, {"sign": -1}, {"ends_at": NOON - timedelta(days=400)}]
)
def test_the_database_refuses_rows_that_cannot_be(
    closed: AllowanceMonth, night: Shift, wrong: dict[str, object]
) -> None:
    row = AllowanceRow(closed=closed, user_id=night.user_id, shift_id=night.id, entered_at=NOON)
    row.starts_at, row.ends_at = night.starts_at, night.ends_at
    for name, value in wrong.items():
        setattr(row, name, value)
    db.session.add(row)

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_oneself_the_lead_and_the_keeper_read_it_and_nobody_else(
    cast: Cast, closed: AllowanceMonth, night: Shift, keeper: User, crew: list[User]
) -> None:
    clock.start_at(JANUARY)
    assert night.user is not None
    of_theirs = db.session.scalars(db.select(Membership).where(Membership.user_id == night.user_id)).one()
    mates = {row.user_id for row in db.session.scalars(db.select(Membership).filter_by(team_id=of_theirs.team_id))}
    lead, other = (
        next(one for one in crew if (one.id in mates) is is_mate and one != night.user) for is_mate in (True, False)
    )
    db.session.execute(db.update(Membership).where(Membership.user_id == lead.id).values(is_lead=True))

    reads = {
        who: night.user.name in cast.browser(who).get("/oncall/allowance/2026-12.csv").text
        for who in (night.user, lead, keeper, other, cast.admin)
    }

    assert reads == {night.user: True, lead: True, keeper: True, other: False, cast.admin: False}


def test_the_file_names_each_person_with_their_number_and_team(
    cast: Cast, closed: AllowanceMonth, night: Shift, keeper: User
) -> None:
    clock.start_at(JANUARY)
    assert night.user is not None
    night.user.number = "0042"
    team = db.session.scalars(db.select(Team.name).join(Membership).where(Membership.user_id == night.user_id)).one()
    db.session.commit()

    rows = list(csv.DictReader(io.StringIO(cast.browser(keeper).get(f"{AT_NEW_YEAR[:-1]}.csv").text.lstrip("\ufeff"))))

    theirs = [row for row in rows if row["Person"] == night.user.name]
    assert {(row["Employee number"], row["Team"]) for row in theirs} == {("0042", team)}


def test_a_night_over_the_end_of_a_month_is_cut_there_and_each_month_pays_its_hours(
    crew: list[User], keeper: User
) -> None:
    zone, later = organization.current().time_zone, datetime(2027, 3, 1, tzinfo=UTC)
    night = next(shift for shift in _year(crew, keeper) if shift.day == date(2027, 1, 31))
    border = zones.to_utc(date(2027, 2, 1), time(0), zone)
    assert night.starts_at < border < night.ends_at

    months = [closing.close(date(2027, number, 1), by=keeper, now=later) for number in (1, 2)]

    parts = [
        [(row.starts_at, row.ends_at) for row in queries.all_rows(one) if row.shift_id == night.id] for one in months
    ]
    assert parts == [[(night.starts_at, border)], [(border, night.ends_at)]]


def test_whoever_puts_somebody_in_a_team_they_lead_reads_nothing_by_that(
    cast: Cast, closed: AllowanceMonth, night: Shift
) -> None:
    clock.start_at(JANUARY)
    assert night.user is not None
    db.session.execute(db.update(Membership).where(Membership.user_id == cast.aki.id).values(is_lead=True))
    db.session.commit()

    added = cast.browser(cast.aki).post(f"/teams/{cast.team.slug}/members", data={"user_id": night.user_id})

    assert added.status_code == 303
    assert night.user.name not in cast.browser(cast.aki).get(f"{AT_NEW_YEAR[:-1]}.csv").text


def test_the_keeper_closes_and_corrects_on_the_page(cast: Cast, given: Swap, night: Shift, keeper: User) -> None:
    clock.start_at(JANUARY)
    browser = cast.browser(keeper)
    browser.post(f"{AT_NEW_YEAR}closing")
    browser.post(f"{AT_NEW_YEAR}closing")
    assert "The month was closed already." in browser.get(AT_NEW_YEAR).text
    given.undone_at = JANUARY
    assert "Changed since it was closed" in browser.get(AT_NEW_YEAR).text

    assert browser.post(f"{AT_NEW_YEAR}proposed", data={"why": ""}).status_code == 422
    browser.post(f"{AT_NEW_YEAR}proposed", data={"why": "Never happened"})

    assert "Swaps changed since" not in browser.get(AT_NEW_YEAR).text
    assert browser.get(f"{AT_NEW_YEAR}corrections.csv").text.count("Never happened") == 2


def test_a_correction_that_cannot_be_is_told_and_what_was_typed_stays(
    cast: Cast, closed: AllowanceMonth, night: Shift, keeper: User
) -> None:
    clock.start_at(JANUARY)
    typed = {"sign": "1", "user_id": night.user_id, "shift_id": night.id, "reason": "Words of Kei"}
    browser = cast.browser(keeper)

    for span in (("2026-12-24T19:00", "2026-12-24T20:00"), ("2026-12-07T20:00", "2026-12-07T19:00"), ("soon", "late")):
        answer = browser.post(
            f"{AT_NEW_YEAR}corrections", data=typed | dict(zip(("starts_at", "ends_at"), span, strict=True))
        )
        assert (answer.status_code, "Words of Kei" in answer.text) == (422, True)


def test_nobody_is_paid_twice_for_an_hour_nor_less_than_nothing(
    cast: Cast, closed: AllowanceMonth, night: Shift, given: Swap, keeper: User
) -> None:
    assert night.user_id is not None
    before = net(closed)[night.user_id]
    hour = Part(night.user_id, night.id, given.starts_at, given.starts_at + timedelta(hours=1))
    for wrong, refusal in (
        (hour._replace(sign=-1), closing.NotCounted),
        (hour._replace(starts_at=given.starts_at - timedelta(hours=1)), closing.AlreadyCounted),
    ):
        with pytest.raises(refusal):
            closing.correct_by_hand(closed, wrong, "Late", by=keeper, now=JANUARY)

    closing.correct_by_hand(closed, hour, "Late", by=keeper, now=JANUARY)
    closing.correct_by_hand(closed, hour._replace(sign=-1), "After all", by=keeper, now=JANUARY)

    assert net(closed)[night.user_id] == before


def test_hours_that_make_no_sense_are_refused_in_the_form(
    cast: Cast, closed: AllowanceMonth, night: Shift, keeper: User
) -> None:
    clock.start_at(JANUARY)
    times = {"starts_at": "2026-12-07T19:00", "ends_at": "2026-12-07T20:00"}
    typed = {"user_id": night.user_id, "shift_id": night.id, "reason": "Words of Kei", **times}
    browser = cast.browser(keeper)

    twice = browser.post(f"{AT_NEW_YEAR}corrections", data=typed | {"sign": "1"})
    back = browser.post(f"{AT_NEW_YEAR}corrections", data=typed | {"sign": "-1"})
    below = browser.post(f"{AT_NEW_YEAR}corrections", data=typed | {"sign": "-1"})

    assert [one.status_code for one in (twice, back, below)] == [422, 303, 422]
    assert "These hours count for this person already." in twice.text
    assert "there is nothing to take back" in below.text
    assert "Words of Kei" in below.text


def test_nobody_is_chosen_beforehand_for_a_correction(cast: Cast, closed: AllowanceMonth, keeper: User) -> None:
    clock.start_at(JANUARY)
    times = {"starts_at": "2026-12-07T20:00", "ends_at": "2026-12-07T21:00"}
    none = {"sign": "1", "user_id": "", "shift_id": "", "reason": "Words of Kei", **times}

    answer = cast.browser(keeper).post(f"{AT_NEW_YEAR}corrections", data=none)

    assert answer.status_code == 422
    assert "Please choose a person." in answer.text
    assert "Please choose a shift." in answer.text
    assert not [row for row in queries.all_rows(closed) if row.is_by_hand]


BERLIN = "Europe/Berlin"


def test_the_allowance_of_a_year_equals_a_recount_month_by_month(cast: Cast, crew: list[User], keeper: User) -> None:
    organization.current().time_zone = BERLIN
    year, dice = _year(crew, keeper), Random(11)  # noqa: S311 -- chance for a test, not for secrets
    over = {shift.id: [_swapped(shift, crew, dice) for _ in range(dice.choice((0, 0, 1, 2)))] for shift in year}
    later = datetime(2028, 2, 1, tzinfo=UTC)
    months = [closing.close(date(2027, number, 1), by=keeper, now=later) for number in range(1, 13)]
    # Some swaps turn out never to have happened, and others to have.
    for shift in dice.sample(year, 40):
        over[shift.id].append(_swapped(shift, crew, dice))
        over[shift.id][0].undone_at = later
    for closed in months:
        if closing.proposed(closed):
            closing.correct_as_proposed(closed, "As it was", by=keeper, now=later)

    told = {(id_, f"{one.month:%Y-%m}"): count for one in months for id_, count in net(one).items()}

    counted = recount([_night(shift, over[shift.id]) for shift in year], BERLIN)
    served = {key[:2]: count for key, count in counted.items() if key[2] == "minutes" and key[1].startswith("2027")}
    assert {key: count for key, count in told.items() if count} == served


def _year(crew: list[User], keeper: User) -> list[Shift]:
    """Nights from 19:00 to 10:00 and days from 10:00 to 10:00 in wall time, one from 31 December to 31 December."""
    rota = Rota(name="2027", starts_on=date(2026, 12, 31), ends_on=date(2027, 12, 31), created_by_id=keeper.id)
    rota.created_at = NOON
    db.session.add(rota)
    db.session.flush()
    days = [rota.starts_on + timedelta(days=number) for number in range(366)]
    year = [_shift(rota, day, crew[number % len(crew)]) for number, day in enumerate(days)]
    db.session.add_all(year)
    db.session.flush()
    return year


def _shift(rota: Rota, day: date, user: User) -> Shift:
    is_off = day.weekday() >= 5
    shift = Shift(
        rota_id=rota.id,
        day=day,
        role=Role.PRIMARY,
        points=1 + is_off,
        user=user,
        reason={"vacant": {}},
        changed_at=NOON,
    )
    shift.kind = ShiftKind.DAY_OFF if is_off else ShiftKind.WEEKNIGHT
    shift.starts_at, shift.ends_at = _wall(day, 10 if is_off else 19), _wall(day + timedelta(days=1), 10)
    return shift


def _wall(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def _swapped(shift: Shift, crew: list[User], dice: Random) -> Swap:
    since = shift.starts_at + timedelta(minutes=dice.randrange(0, 800))
    until = min(since + timedelta(minutes=dice.choice((120, 45, 600))), shift.ends_at)
    return swap(shift, dice.choice([*crew, None]), since, until)


def _night(shift: Shift, swaps: list[Swap]) -> Night:
    over = [Span(one.starts_at, one.ends_at, one.taker.id if one.taker else None) for one in swaps if not one.undone_at]
    return Night(shift.kind.value, shift.points, Span(shift.starts_at, shift.ends_at, shift.user_id), over)
