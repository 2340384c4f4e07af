"""A rota that is planned anew keeps what was swapped where it is."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.people.models import Unavailability, User
from studyhub.rota import changes, drafting, publishing, rota_page
from studyhub.rota.models import Rota, RotaRules, Shift
from studyhub.rota.swaps import answering, asking, candidates, held
from studyhub.rota.swaps.models import Swap
from studyhub.rota.swaps.situation import Hours
from tests.cast import NOON, Cast
from tests.rota.conftest import FIRST, LAST


def whose(night: Shift) -> list[int | None]:
    return [duty.user_id for duty in held.of_shift(night)]


def given(hours: Hours, giver: User, taker: User, confirmed: Sequence[int] = ()) -> Swap:
    swap = asking.ask(hours, giver, [taker], by=giver, now=NOON, confirmed=confirmed)
    answering.accept(swap, taker, now=NOON, confirmed=confirmed)
    return swap


def test_nothing_changes_where_only_hours_were_swapped(
    published: Rota, keeper: User, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])

    assert changes.changes_of(drafting.draft(published, by=keeper, now=NOON)) == []


def test_a_rest_that_was_confirmed_moves_nothing(published: Rota, keeper: User, hours: Hours, giver: User) -> None:
    tired = candidates.offers(hours, giver.id, now=NOON).resting[0].person
    given(hours, giver, tired, confirmed=[tired.id])

    assert changes.changes_of(drafting.draft(published, by=keeper, now=NOON)) == []


def test_a_part_that_was_taken_over_stays_where_the_rest_moves(
    published: Rota, keeper: User, night: Shift, giver: User, able: list[User]
) -> None:
    given(Hours(night, night.starts_at, night.starts_at + timedelta(hours=3)), giver, able[0])
    db.session.add(Unavailability(user_id=giver.id, starts_on=FIRST, ends_on=LAST))

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)

    assert whose(night)[0] == able[0].id
    assert whose(night)[1] not in {None, giver.id}


def test_swaps_of_shifts_that_are_there_no_more_are_told_and_forgotten(
    published: Rota, keeper: User, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])
    db.session.add(RotaRules(id=1))
    db.session.flush()
    db.session.get_one(RotaRules, 1).day_ends = hours.starts_at.replace(hour=18).time()

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)

    assert db.session.scalar(select(func.count(Swap.id))) == 0


def test_the_page_of_the_rota_names_who_really_has_a_night_and_counts_it(
    cast: Cast, published: Rota, night: Shift, giver: User, able: list[User]
) -> None:
    before = _points(published, able[0])
    given(Hours(night, night.starts_at, night.starts_at + timedelta(hours=3)), giver, able[0])
    db.session.commit()

    page = cast.browser(giver).get(f"/oncall/rotas/{published.id}/").text

    assert f'href="/oncall/shifts/{night.id}/">{able[0].name}' in page
    assert round(_points(published, able[0]) - before, 1) == 0.2
    assert night.day == date(2026, 12, 7)


def _points(rota: Rota, person: User) -> float:
    return next(one.points for one in rota_page.page(rota, person, now=NOON).balance if one.person == person)
