"""A rota that is planned anew keeps what was swapped where it is."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete, func, select

from studyhub import clock
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.people.models import Unavailability, User, UserState
from studyhub.rota import changes, drafting, publishing, queries, rota_page
from studyhub.rota.models import DraftShift, Rota, RotaDraft, RotaRules, Shift
from studyhub.rota.planning.explaining import Obstacle, Vacancy
from studyhub.rota.planning.inputs import Role
from studyhub.rota.reasons import restored
from studyhub.rota.swaps import answering, asking, held, settling, undoing
from studyhub.rota.swaps.anew import planned
from studyhub.rota.swaps.finding import candidates
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.models import Swap
from studyhub.rota.swaps.queries import asks_of
from studyhub.services.models import Readiness
from studyhub.services.states import ReadinessState
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast
from tests.rota.conftest import FIRST, LAST

REST = timedelta(hours=48)


def whose(night: Shift) -> list[int | None]:
    return [duty.user_id for duty in held.of_shift(night)]


def given(hours: Hours, giver: User, taker: User, confirmed: Sequence[int] = ()) -> Swap:
    swap = asking.ask(hours, giver, [taker], by=giver, now=NOON, confirmed=confirmed)
    answering.accept(swap, taker, now=NOON, confirmed=confirmed)
    return swap


def away(user: User | None, *days: date) -> None:
    assert user is not None
    db.session.add_all(Unavailability(user_id=user.id, starts_on=day, ends_on=day) for day in days)
    db.session.flush()


def team_of(user_id: int | None, crew: list[User]) -> list[User]:
    """Somebody and their team."""
    (number,) = [number for number, one in enumerate(crew) if one.id == user_id]
    return crew[number % 4 :: 4]


def join_team_of(user: User, name: str, keeper: User) -> int:
    """The id of somebody new of a person's team, who has nothing yet."""
    mate = User(email=f"{name}@example.com", name=name, state=UserState.ACTIVE, created_at=NOON)
    db.session.add(mate)
    db.session.flush()
    team_id = db.session.scalars(select(Membership.team_id).where(Membership.user_id == user.id)).one()
    service_id = db.session.scalars(select(Readiness.service_id).limit(1)).one()
    ready = Readiness(service_id=service_id, user_id=mate.id, state=ReadinessState.READY, since=NOON)
    ready.practised_at, ready.signed_off_at, ready.signed_off_by_id = NOON, NOON, keeper.id
    db.session.add_all([Membership(team_id=team_id, user_id=mate.id, is_primary=True), ready])
    db.session.flush()
    return mate.id


def leave_only(people: list[User], night: Shift, crew: list[User]) -> None:
    """Let all others be away that night, whoever has the other role too."""
    for one in crew:
        if one not in people:
            away(one, night.day)


def beside(night: Shift) -> held.Duty:
    """The other role of a night."""
    (duty,) = [one for one in held.held(night.starts_at, night.ends_at) if one.role is not night.role]
    return duty


def test_nothing_changes_where_only_hours_were_swapped(
    published: Rota, keeper: User, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])

    assert changes.changes_of(drafting.draft(published, by=keeper, now=NOON)) == []


def test_a_rest_that_was_confirmed_moves_nothing(published: Rota, keeper: User, hours: Hours, giver: User) -> None:
    tired = candidates.offers(hours, giver.id, now=NOON).resting[0].person
    given(hours, giver, tired, confirmed=[tired.id])

    assert changes.changes_of(drafting.draft(published, by=keeper, now=NOON)) == []


def test_nobody_is_planned_beside_a_teammate_who_took_a_shift_with_too_little_rest(
    published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, crew: list[User]
) -> None:
    tired = candidates.offers(hours, giver.id, now=NOON).resting[0].person
    given(hours, giver, tired, confirmed=[tired.id])
    leave_only([], night, crew)
    mates = [join_team_of(tired, name, keeper) for name in ("Mate 1", "Mate 2")]

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)

    vacant = beside(night)
    vacancy = restored(vacant.shift.reason)
    assert (vacant.user_id, whose(night)) == (None, [tired.id])
    assert isinstance(vacancy, Vacancy)
    assert dict(vacancy.obstacles)[Obstacle.SAME_TEAM] == tuple(mates)


def test_nobody_is_planned_beside_a_teammate_who_took_some_of_the_hours(
    published: Rota, keeper: User, night: Shift, giver: User, able: list[User], crew: list[User]
) -> None:
    given(Hours(night, night.starts_at, night.starts_at + timedelta(hours=3)), giver, able[0])
    leave_only([*team_of(able[0].id, crew), giver], night, crew)

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)

    assert beside(night).user_id is None
    assert whose(night) == [able[0].id, giver.id]


def test_a_draft_is_planned_again_where_a_teammate_took_the_other_role_since(
    published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, crew: list[User]
) -> None:
    draft, chosen = planned_beside(published, night, keeper)
    offers = candidates.offers(hours, giver.id, now=NOON)
    mates = team_of(chosen.user_id, crew)
    mate = next(one.person for one in (*offers.can, *offers.resting) if one.person in mates)
    given(hours, giver, mate, confirmed=[mate.id])

    with pytest.raises(publishing.Stale) as stale:
        publishing.publish(draft, by=keeper, now=NOON)

    assert stale.value.args == (chosen,)


def test_a_draft_is_planned_again_where_somebody_took_a_shift_near_theirs_since(
    published: Rota, keeper: User, night: Shift, crew: list[User]
) -> None:
    draft, chosen = planned_beside(published, night, keeper)
    taker = next(one for one in crew if one.id == chosen.user_id)
    near = next(one for one in held.held(night.ends_at, night.ends_at + REST) if can_take(taker, one))
    assert near.user is not None
    given(asking.as_hours(near), near.user, taker, confirmed=[taker.id])

    with pytest.raises(publishing.Stale) as stale:
        publishing.publish(draft, by=keeper, now=NOON)

    assert stale.value.args == (chosen,)


def planned_beside(rota: Rota, night: Shift, keeper: User) -> tuple[RotaDraft, DraftShift]:
    """A draft in which another than who is away now has the other role of a night."""
    away(beside(night).user, night.day)
    draft = drafting.draft(rota, by=keeper, now=NOON)
    (chosen,) = [one for one in queries.shifts_of_draft(draft) if (one.day, one.role) == (night.day, Role.SECONDARY)]
    assert chosen.user_id is not None
    return draft, chosen


def can_take(user: User, duty: held.Duty) -> bool:
    offers = candidates.offers(asking.as_hours(duty), duty.user_id, now=NOON)
    return user in [one.person for one in (*offers.can, *offers.resting)]


def test_a_part_that_was_taken_over_stays_where_the_rest_moves(
    published: Rota, keeper: User, night: Shift, giver: User, able: list[User]
) -> None:
    given(Hours(night, night.starts_at, night.starts_at + timedelta(hours=3)), giver, able[0])
    db.session.add(Unavailability(user_id=giver.id, starts_on=FIRST, ends_on=LAST))

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)

    assert whose(night)[0] == able[0].id
    assert whose(night)[1] not in {None, giver.id}


def test_hours_that_became_vacant_do_not_come_back_to_whom_they_were_taken_from(
    published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])
    given(Hours(night, night.starts_at, night.starts_at + timedelta(hours=3)), able[0], able[1])
    first = held.of_shift(night)[0]
    settling.leave_vacant(first, first.starts_at, first.ends_at, by=keeper, now=NOON)
    away(giver, night.day)

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)

    assert night.user_id != giver.id
    assert whose(night) == [None, able[0].id]


def test_whoever_got_a_part_of_their_own_shift_back_rests_from_it_though_the_shift_is_planned_for_another(
    published: Rota, night: Shift, giver: User, able: list[User]
) -> None:
    part = Hours(night, night.starts_at, night.starts_at + timedelta(hours=3))
    given(part, giver, able[0])
    given(part, able[0], giver, confirmed=[giver.id])

    outside = planned.swapped([night]).elsewhere(held.of_shift(night))

    assert [(duty.user_id, duty.ends_at) for duty in outside] == [(giver.id, part.ends_at)]


def test_planned_anew_everybody_is_asked_for_what_somebody_ill_took_over(
    published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])
    away(able[0], night.day)

    drafting.plan_anew(published, by=keeper, now=NOON)

    swap = db.session.scalars(select(Swap).where(Swap.accepted_at.is_(None))).one()
    assert (swap.giver_id, swap.asked_by_id, swap.shift_id) == (able[0].id, keeper.id, night.id)
    asked = [ask.user for ask in asks_of([swap.id])]
    assert asked
    answering.accept(swap, asked[0], now=NOON)
    assert whose(night) == [asked[0].id]


def test_that_others_were_asked_is_said_where_nothing_else_changes(
    cast: Cast, published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    clock.start_at(NOON)
    given(hours, giver, able[0])
    away(able[0], night.day)
    keeper.language = "ja"
    db.session.commit()
    browser = cast.browser(keeper)

    browser.post(f"/oncall/rotas/{published.id}/draft")

    page = browser.get(f"/oncall/rotas/{published.id}/").text
    assert "変更はありません" in page
    assert "代われなくなった当番1件を、ほかの人に頼みました" in page


def test_published_anew_everybody_is_asked_for_what_somebody_ill_took_over_once(
    published: Rota, keeper: User, night: Shift, giver: User, able: list[User]
) -> None:
    given(Hours(night, night.starts_at, night.starts_at + timedelta(hours=3)), giver, able[0])
    away(able[0], night.day)
    away(beside(night).user, night.day)

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)
    drafting.plan_anew(published, by=keeper, now=NOON)

    swap = db.session.scalars(select(Swap).where(Swap.accepted_at.is_(None))).one()
    assert (swap.giver_id, swap.starts_at) == (able[0].id, night.starts_at)
    assert asks_of([swap.id])


def test_that_nobody_could_take_what_somebody_ill_took_over_is_told_loudly(
    published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, able: list[User], crew: list[User]
) -> None:
    given(hours, giver, able[0])
    leave_only([], night, crew)

    publishing.publish(drafting.draft(published, by=keeper, now=NOON), by=keeper, now=NOON)

    told = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "swap_unanswered")
    assert set(db.session.scalars(told)) == {able[0].id, keeper.id}
    assert whose(night) == [able[0].id]


def test_swaps_of_shifts_that_are_there_no_more_are_told_and_forgotten(
    published: Rota, keeper: User, hours: Hours, giver: User, able: list[User]
) -> None:
    given(part_of(hours, 3), giver, able[0])

    begin_nights_earlier(published, keeper)

    assert db.session.scalar(select(func.count(Swap.id))) == 0
    assert {message.recipient_id for message in undone()} == {giver.id, able[0].id}
    assert {message.payload["giver"] for message in undone()} == {giver.name}


def test_whoever_has_a_night_by_a_swap_keeps_it_at_its_new_hours_and_nobody_reads_that_it_is_undone(
    published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    given(hours, giver, able[0])
    day, role = night.day, night.role

    begin_nights_earlier(published, keeper)

    moved = db.session.scalars(select(Shift).where(Shift.day == day, Shift.role == role)).one()
    assert whose(moved) == [able[0].id]
    assert undone() == []


def test_what_was_asked_about_a_shift_that_is_there_no_more_is_over_for_whoever_was_asked(
    published: Rota, keeper: User, hours: Hours, giver: User, able: list[User]
) -> None:
    swap = asking.ask(hours, giver, able[:2], by=giver, now=NOON)
    answering.decline(swap, able[1], now=NOON)

    begin_nights_earlier(published, keeper)

    assert {message.recipient_id for message in undone()} == {giver.id, able[0].id}
    assert [message.payload["was_accepted"] for message in undone()] == [False, False]


def test_what_was_taken_back_or_undone_before_is_told_no_more_when_its_shift_goes(
    published: Rota, keeper: User, hours: Hours, giver: User, able: list[User]
) -> None:
    answering.withdraw(asking.ask(hours, giver, able[:1], by=giver, now=NOON), by=giver, now=NOON)
    undoing.undo(given(hours, giver, able[1]), by=giver, now=NOON)
    db.session.execute(delete(OutboxMessage))

    begin_nights_earlier(published, keeper)

    assert undone() == []


def test_whoever_is_asked_after_swaps_were_dropped_is_told_though_a_number_comes_back(
    published: Rota, keeper: User, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    day, role = night.day, night.role
    begin_nights_earlier(published, keeper)
    moved = db.session.scalars(select(Shift).where(Shift.day == day, Shift.role == role)).one()

    again = Hours(moved, moved.starts_at, moved.ends_at)
    asking.ask(again, giver, able[:1], by=giver, now=NOON + timedelta(hours=1))

    told = select(func.count()).where(OutboxMessage.kind == "swap_asked", OutboxMessage.recipient_id == able[0].id)
    assert db.session.scalar(told.where(OutboxMessage.channel == Channel.INBOX)) == 2


def part_of(hours: Hours, first: int) -> Hours:
    """The first hours of them."""
    return Hours(hours.shift, hours.starts_at, hours.starts_at + timedelta(hours=first))


def begin_nights_earlier(rota: Rota, keeper: User) -> None:
    """Let nights begin an hour earlier, and plan and publish anew."""
    db.session.add(RotaRules(id=1, day_ends=time(18)))
    db.session.flush()
    publishing.publish(drafting.draft(rota, by=keeper, now=NOON), by=keeper, now=NOON)


def undone() -> list[OutboxMessage]:
    """What was told of swaps that are no more."""
    rows = select(OutboxMessage).where(OutboxMessage.kind == "swap_undone", OutboxMessage.channel == Channel.INBOX)
    return list(db.session.scalars(rows.order_by(OutboxMessage.id)))


def test_the_page_of_the_rota_names_who_really_has_a_night_and_counts_it(
    cast: Cast, published: Rota, night: Shift, giver: User, able: list[User]
) -> None:
    before = _points(published, able[0])
    given(Hours(night, night.starts_at, night.starts_at + timedelta(hours=3)), giver, able[0])
    db.session.commit()

    page = cast.browser(giver).get(f"/oncall/rotas/{published.id}/").text

    assert f'href="/oncall/shifts/{night.id}/"><span class="part">{able[0].name}' in page
    assert round(_points(published, able[0]) - before, 1) == 0.2
    assert night.day == date(2026, 12, 7)


def _points(rota: Rota, person: User) -> float:
    return next(one.points for one in rota_page.page(rota, person, now=NOON).balance if one.person == person)
