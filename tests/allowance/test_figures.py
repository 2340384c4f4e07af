"""Figures of what was served, against a recount minute by minute, and their pages."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, update

from studyhub import clock
from studyhub.allowance import figures, figures_page, showing
from studyhub.allowance.figures import Handed
from studyhub.allowance.wording import decimal
from studyhub.audit.models import AuditEvent
from studyhub.db import Base, db
from studyhub.people.models import User
from studyhub.rota import drafting, publishing
from studyhub.rota.models import Rota, RotaDraft, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.swaps.held import laid_over
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.services.models import Readiness
from studyhub.services.states import ReadinessState
from studyhub.teams.models import Membership
from tests.allowance.recount import Night, Span, recount
from tests.cast import NOON, Cast
from tests.rota.conftest import FIRST, LAST

BERLIN = "Europe/Berlin"
PEOPLE = [User(id=number, name=f"Person {number}") for number in range(1, 4)]
# Clocks go forward in the first of them, back in the second, on whose last day the month ends, too.
DAYS = [date(2027, 3, 27), date(2027, 10, 31), date(2027, 6, 30), date(2027, 12, 31), date(2027, 2, 3)]
POINTS = {ShiftKind.WEEKNIGHT: 1, ShiftKind.DAY_OFF: 2, ShiftKind.SPECIAL: 4}


@st.composite
def shifts(draw: st.DrawFn) -> list[tuple[Shift, list[Swap]]]:
    """Shifts of some of the days, each in wall time from 19:00 to 10:00 or from 10:00 to 10:00, with swaps over it."""
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True))
    return [_shift(draw, number, day) for number, day in enumerate(days, start=1)]


def _shift(draw: st.DrawFn, number: int, day: date) -> tuple[Shift, list[Swap]]:
    kind = draw(st.sampled_from(ShiftKind))
    starts_at = _wall(day, 19 if kind is ShiftKind.WEEKNIGHT else 10)
    shift = Shift(id=number, day=day, kind=kind, role=Role.PRIMARY, points=POINTS[kind], user=draw(_anybody()))
    shift.starts_at, shift.ends_at = starts_at, _wall(day + timedelta(days=1), 10)
    return shift, [_swap(draw, shift) for _ in range(draw(st.integers(0, 3)))]


def _anybody() -> st.SearchStrategy[User | None]:
    return st.sampled_from([None, *PEOPLE])


def _swap(draw: st.DrawFn, shift: Shift) -> Swap:
    begins = draw(st.integers(-30, 1400))
    span = timedelta(minutes=begins), timedelta(minutes=begins + draw(st.integers(1, 900)))
    swap = Swap(taker=draw(_anybody()), kind=SwapKind.GIVE)
    swap.starts_at, swap.ends_at = (shift.starts_at + part for part in span)
    return swap


def _wall(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(made=shifts())
def test_figures_equal_a_recount_minute_by_minute(made: list[tuple[Shift, list[Swap]]]) -> None:
    duties = [duty for shift, swaps in made for duty in laid_over(shift, swaps)]

    found = figures.by_person(duties, [], BERLIN)

    assert _plain(found) == pytest.approx(recount([_night(*one) for one in made], BERLIN))


def _plain(found: figures.ByMonth) -> dict[tuple[int, str, str], float]:
    plain: dict[tuple[int, str, str], float] = {}
    for user_id, months in found.items():
        for month, one in months.items():
            counts: dict[str, float] = {str(kind): count for kind, count in one.shifts.items()}
            counts |= {"minutes": one.elapsed / timedelta(minutes=1), "points": one.points}
            plain |= {(user_id, f"{month:%Y-%m}", name): count for name, count in counts.items() if count}
    return plain


def _night(shift: Shift, swaps: list[Swap]) -> Night:
    over = [Span(swap.starts_at, swap.ends_at, swap.taker.id if swap.taker else None) for swap in swaps]
    whole = Span(shift.starts_at, shift.ends_at, shift.user.id if shift.user else None)
    return Night(shift.kind.value, shift.points, whole, over)


def test_swaps_count_for_who_gave_and_for_who_took() -> None:
    found = figures.by_person([], [Handed(DAYS[0], 1, 2), Handed(DAYS[0], None, 1)], BERLIN)

    counts = {user_id: (one.given, one.taken) for user_id, months in found.items() for one in months.values()}
    assert counts == {1: (1, 1), 2: (0, 1)}


AFTER = NOON + timedelta(days=60)


def _figures_of(page: str) -> dict[str, str]:
    """What stands in the first list of figures."""
    first, _, _ = page.partition("</dl>")
    return dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", first))


def test_the_page_begins_with_ones_own_year(cast: Cast, published: Rota, crew: list[User]) -> None:
    clock.start_at(NOON.replace(month=12, day=30))
    one = figures_page.page(crew[0], 2026, now=clock.now())

    page = cast.browser(crew[0]).get("/oncall/figures/?year=2026").text

    shown = _figures_of(page)
    assert shown["点"] == str(sum(shift.points for shift in _shifts_of(crew[0])))
    assert float(shown["時間"]) == one.total.hours > 0
    assert "自分になった理由を見る" in page


def test_the_page_and_the_file_say_what_is_credited_to_whoever_came_later(
    cast: Cast, crew: list[User], keeper: User
) -> None:
    new, (first, last) = crew[0], (FIRST, LAST)
    db.session.execute(update(Readiness).where(Readiness.user_id == new.id).values(state=ReadinessState.PRACTISING))
    _publish(first, last, keeper)
    missed = sum(shift.points for shift in _all_shifts()) / (len(crew) - 1)
    db.session.execute(update(Readiness).where(Readiness.user_id == new.id).values(state=ReadinessState.READY))
    _publish(last + timedelta(days=1), last + timedelta(days=11), keeper)
    clock.start_at(AFTER)

    page = cast.browser(new).get("/oncall/figures/?year=2026").text
    rows = cast.browser(new).get("/oncall/figures.csv?year=2026").text.splitlines()

    assert f"みなし点が{decimal(missed)}点" in page
    assert [row.split(",")[8] for row in rows if f",{new.name}," in row] == [decimal(missed)]
    assert {row.split(",")[8] for row in rows[1:] if f",{new.name}," not in row} == {"0"}


def _publish(first: date, last: date, keeper: User) -> None:
    rota = drafting.make(f"{first}", first, last, by=keeper, now=NOON)
    publishing.publish(drafting.draft(rota, by=keeper, now=NOON), by=keeper, now=NOON)
    db.session.commit()


def _shifts_of(person: User) -> list[Shift]:
    return list(db.session.scalars(db.select(Shift).where(Shift.user_id == person.id)))


def test_what_is_to_come_does_not_count(cast: Cast, published: Rota, crew: list[User]) -> None:
    clock.start_at(NOON)

    page = cast.browser(crew[0]).get("/oncall/figures/").text

    assert set(_figures_of(page).values()) == {"0"}
    assert "この年に務めた当番はありません。" in page


def test_sums_are_by_team_where_names_are_not_shown(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    clock.start_at(AFTER)
    browser = cast.browser(cast.botan)
    assert crew[0].name in browser.get("/oncall/figures/?year=2026").text

    cast.browser(keeper).post("/oncall/figures/", data={"by_name": ""})

    for address in ("/oncall/figures/?year=2026", "/oncall/figures.csv?year=2026"):
        told = browser.get(address).text
        assert crew[0].name not in told
        assert "Team 0" in told
        assert crew[0].name in cast.browser(keeper).get(address).text


def test_sums_of_two_are_read_by_their_lead_and_the_keeper_alone(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    mine = db.session.query(Membership).filter_by(user_id=crew[0].id).one()
    mine.is_lead = True
    db.session.query(Membership).filter_by(user_id=crew[8].id).one().team_id = cast.team.id
    showing.show_names(False, by=keeper, now=NOON)
    db.session.commit()
    clock.start_at(AFTER)

    for address in ("/oncall/figures/?year=2026", "/oncall/figures.csv?year=2026"):
        told = [cast.browser(who).get(address).text for who in (crew[0], crew[4], cast.botan)]
        assert ["Team 0" in one for one in told] == [True, False, False]
        assert all("Team 1" in one for one in told)
    assert "3人に満たないチームの合計" in cast.browser(cast.botan).get("/oncall/figures/?year=2026").text


def test_the_file_has_a_row_for_each_person_and_month(cast: Cast, published: Rota, keeper: User) -> None:
    clock.start_at(AFTER)

    header, *rows = cast.browser(keeper).get("/oncall/figures.csv?year=2026").text.splitlines()

    assert (
        header.lstrip("\ufeff")
        == "Month,Person,Team,Hours,Nights,Days off,Special days,Points,Credited,Given,Taken over"
    )
    assert {row.split(",")[1] for row in rows} == {shift.user.name for shift in _all_shifts() if shift.user}
    assert sum(float(row.split(",")[3]) for row in rows) == _hours_of_all()


def _all_shifts() -> list[Shift]:
    return list(db.session.scalars(db.select(Shift)))


def _hours_of_all() -> float:
    return sum((one.ends_at - one.starts_at) / timedelta(hours=1) for one in _all_shifts() if one.user_id)


def test_a_year_that_is_none_is_the_present_one(cast: Cast) -> None:
    clock.start_at(NOON)
    browser = cast.browser(cast.aki)

    for year in ("0000", "9999", "1999", "twenty", "２０２６", ""):
        assert "2026年の記録" in browser.get("/oncall/figures/", query_string={"year": year}).text


def test_the_setting_plans_no_draft_anew_and_is_recorded_once(cast: Cast, rota: Rota, keeper: User) -> None:
    drafts = _count(RotaDraft)

    for _ in range(2):
        showing.show_names(False, by=keeper, now=NOON)
        db.session.commit()

    assert _count(RotaDraft) == drafts
    assert _count(AuditEvent, AuditEvent.action == "allowance.names_shown") == 1


def _count(model: type[Base], *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model).where(*conditions)) or 0
