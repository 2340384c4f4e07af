"""Giving away, exchanging, covering and undoing: until somebody accepts, whoever asks is on duty."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from studyhub.audit.models import AuditEvent
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.departures import leaving
from studyhub.people.models import Unavailability, User, UserState
from studyhub.rota import queries
from studyhub.rota.models import Shift
from studyhub.rota.planning.explaining import Obstacle
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import answering, asking, held, opening, unanswered, undoing
from studyhub.rota.swaps import queries as swaps
from studyhub.rota.swaps.finding import candidates
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.models import Swap
from studyhub.teams.models import Membership
from tests.cast import NOON, OF_PEOPLE, Cast, query_count

LATER = NOON + timedelta(hours=1)
AN_HOUR, A_MINUTE = timedelta(hours=1), timedelta(minutes=1)


def whose(night: Shift) -> list[int | None]:
    return [duty.user_id for duty in held.of_shift(night)]


def told(kind: str) -> set[int | None]:
    rows = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == kind, OutboxMessage.channel == Channel.INBOX)
    return set(db.session.scalars(rows))


def loud_to(user: User) -> int:
    """How often somebody was told that nobody takes a shift."""
    rows = select(func.count()).where(OutboxMessage.kind == "swap_unanswered", OutboxMessage.recipient_id == user.id)
    return db.session.scalar(rows.where(OutboxMessage.channel == Channel.INBOX)) or 0


def part(night: Shift, first: float, last: float) -> Hours:
    return Hours(night, night.starts_at + first * AN_HOUR, night.starts_at + last * AN_HOUR)


def test_who_asks_stays_on_duty_until_the_first_of_those_asked_accepts(
    night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    swap = asking.ask(hours, giver, able[:2], by=giver, now=NOON)
    before = whose(night)

    answering.accept(swap, able[1], now=LATER)

    assert (before, whose(night)) == ([giver.id], [able[1].id])
    assert night.user_id == giver.id
    with pytest.raises(answering.Ended):
        answering.accept(swap, able[0], now=LATER)
    assert told("swap_asked") == {able[0].id, able[1].id}
    assert told("swap_accepted") == {giver.id}


def test_everybody_who_could_is_asked_at_once(hours: Hours, giver: User, able: list[User]) -> None:
    asking.ask_everybody(hours, giver, by=giver, now=NOON)

    assert told("swap_asked") == {person.id for person in able}


def test_whoever_declines_is_asked_no_more_and_the_last_one_is_told_loudly(
    hours: Hours, giver: User, able: list[User], keeper: User
) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)

    answering.decline(swap, able[0], now=LATER)

    with pytest.raises(answering.NotAsked):
        answering.accept(swap, able[0], now=LATER)
    assert told("swap_declined") == {giver.id}
    assert told("swap_unanswered") == {giver.id, keeper.id}


def test_whoever_declined_is_not_asked_again_for_the_same_hours(hours: Hours, giver: User, able: list[User]) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    answering.decline(swap, able[0], now=LATER)

    with pytest.raises(opening.Declined):
        asking.ask(hours, giver, able[:1], by=giver, now=LATER)
    asking.ask_everybody(hours, giver, by=giver, now=LATER)

    asked = swaps.asks_of([swap.id])
    assert [ask.user_id for ask in asked if ask.declined_at is not None] == [able[0].id]
    assert {ask.user_id for ask in asked} == {user.id for user in able}


def test_an_exchange_that_is_proposed_twice_is_one_request_and_declined_it_is_not_asked_again(
    night: Shift, giver: User
) -> None:
    mine, theirs = _pairs(night)[0]
    other = theirs.user
    assert other is not None
    first = asking.propose_exchange(mine, theirs, by=giver, now=NOON)

    again = asking.propose_exchange(mine, theirs, by=giver, now=LATER)
    answering.decline(first, other, now=LATER)

    assert again is first
    with pytest.raises(opening.Declined):
        asking.propose_exchange(mine, theirs, by=giver, now=LATER)


def test_whoever_asks_others_after_all_declined_hears_again_when_they_decline_too(
    hours: Hours, giver: User, able: list[User], keeper: User
) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    answering.decline(swap, able[0], now=NOON)

    asking.ask(hours, giver, able[1:2], by=giver, now=LATER)
    answering.decline(swap, able[1], now=LATER)

    assert loud_to(giver) == loud_to(keeper) == 2


def test_whoever_asks_others_after_all_declined_hears_a_day_before_that_nobody_took_it(
    night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    answering.decline(swap, able[0], now=NOON)
    asking.ask(hours, giver, able[1:2], by=giver, now=LATER)

    unanswered.remind(night.starts_at - unanswered.EARLY - AN_HOUR)
    before = loud_to(giver)
    unanswered.remind(night.starts_at - unanswered.EARLY)
    unanswered.remind(night.starts_at - AN_HOUR)

    assert (before, loud_to(giver)) == (1, 2)


def test_asked_within_the_last_day_others_have_time_until_it_is_loud_again(
    night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    unanswered.remind(night.starts_at - unanswered.EARLY)
    asking.ask(hours, giver, able[1:2], by=giver, now=night.starts_at - 20 * AN_HOUR)

    unanswered.remind(night.starts_at - 19 * AN_HOUR)
    before = loud_to(giver)
    unanswered.remind(night.starts_at - unanswered.LATE)

    assert (before, loud_to(giver)) == (1, 2)


def test_the_fairest_come_first_and_others_say_why_not(hours: Hours, giver: User, crew: list[User]) -> None:
    with query_count(8):
        found = candidates.offers(hours, giver.id, now=NOON)

    points = [offer.points for offer in found.can]
    assert points == sorted(points)
    named = [offer.person for offer in (*found.can, *found.resting)] + [
        one for _kind, people in found.cannot for one in people
    ]
    assert sorted(person.id for person in named) == sorted(person.id for person in crew if person.id != giver.id)
    (secondary,) = dict(found.cannot)[Obstacle.OTHER_ROLE]
    assert [duty.user for duty in queries.on_duty(hours.starts_at)] == [giver, secondary]
    mates = {one.id for one in dict(found.cannot).get(Obstacle.SAME_TEAM, [])}
    assert mates <= {person.id for number, person in enumerate(crew) if number % 4 == crew.index(secondary) % 4}


def test_whoever_is_away_or_in_the_other_role_is_refused(
    hours: Hours, giver: User, able: list[User], night: Shift
) -> None:
    db.session.add(Unavailability(user_id=able[0].id, starts_on=night.day, ends_on=night.day))
    secondary = queries.on_duty(night.starts_at)[1].user
    assert secondary is not None

    for person, obstacle in ((able[0], Obstacle.UNAVAILABLE), (secondary, Obstacle.OTHER_ROLE)):
        with pytest.raises(asking.CannotTake) as refused:
            asking.ask(hours, giver, [person], by=giver, now=NOON)
        assert refused.value.obstacle is obstacle


def test_too_little_rest_is_confirmed_by_name_when_asking_and_when_accepting(hours: Hours, giver: User) -> None:
    tired = candidates.offers(hours, giver.id, now=NOON).resting[0]

    with pytest.raises(asking.RestBroken) as asked:
        asking.ask(hours, giver, [tired.person], by=giver, now=NOON)
    swap = asking.ask(hours, giver, [tired.person], by=giver, now=NOON, confirmed=[tired.person.id])
    with pytest.raises(asking.RestBroken):
        answering.accept(swap, tired.person, now=LATER)
    answering.accept(swap, tired.person, now=LATER, confirmed=[tired.person.id])

    assert (asked.value.person, asked.value.rest) == (tired.person, tired.rest)
    assert whose(hours.shift) == [tired.person.id]


def test_a_part_counts_by_its_hours_and_is_given_on(night: Shift, giver: User, able: list[User]) -> None:
    span = part(night, 3, 6)
    answering.accept(asking.ask(span, giver, able[:1], by=giver, now=NOON), able[0], now=LATER)
    given_on = part(night, 4, 5)
    answering.accept(asking.ask(given_on, able[0], able[1:2], by=able[0], now=LATER), able[1], now=LATER)

    assert whose(night) == [giver.id, able[0].id, able[1].id, able[0].id, giver.id]
    (mine,) = held.held(night.starts_at, night.ends_at, user_id=able[1].id)
    assert mine.points == pytest.approx(night.points / 15)
    with pytest.raises(asking.NotHeld):
        asking.ask(span, giver, able[2:3], by=giver, now=LATER)


def test_two_exchange_when_both_could_take_the_others(night: Shift, giver: User, crew: list[User]) -> None:
    pairs = _pairs(night)
    swap = asking.propose_exchange(*pairs[0], by=giver, now=NOON)
    other = pairs[0][1].user
    assert other is not None

    answering.accept(swap, other, now=LATER)

    assert whose(night) == [other.id]
    assert whose(pairs[0][1].shift) == [giver.id]
    undoing.undo(swap, by=other, now=LATER)
    assert (whose(night), whose(pairs[0][1].shift)) == ([giver.id], [other.id])


def test_who_gave_most_of_their_shift_away_takes_no_whole_one_for_the_rest(night: Shift, giver: User) -> None:
    mine, theirs = _pairs(night)[0]
    other = theirs.user
    assert other is not None
    swap = asking.propose_exchange(mine, theirs, by=giver, now=NOON)
    most = part(theirs.shift, 0, 14)
    friend = candidates.offers(most, other.id, now=NOON).can[0].person

    answering.accept(asking.ask(most, other, [friend], by=other, now=NOON), friend, now=LATER)

    with pytest.raises(answering.Ended):
        answering.accept(swap, other, now=LATER)
    assert whose(night) == [giver.id]


def test_who_has_the_beginning_of_the_night_again_gives_the_rest_of_it_in_exchange(
    night: Shift, giver: User, able: list[User]
) -> None:
    theirs = next(pair[1] for pair in _pairs(night) if pair[1].starts_at >= night.ends_at + 48 * AN_HOUR)
    beginning = asking.ask(part(night, 0, 5), giver, able[:1], by=giver, now=NOON)
    answering.accept(beginning, able[0], now=NOON)
    rest = next(duty for duty in held.of_shift(night) if duty.user == giver)
    other = theirs.user
    assert other is not None
    swap = asking.propose_exchange(rest, theirs, by=giver, now=NOON)
    undoing.undo(beginning, by=giver, now=LATER)

    answering.accept(swap, other, now=LATER)

    assert [duty.user for duty in held.of_shift(night)] == [giver, other]
    assert [duty.user for duty in held.of_shift(theirs.shift)] == [giver]


def test_who_has_more_of_the_night_again_rests_from_that_too(night: Shift, giver: User, able: list[User]) -> None:
    rest_of_it = asking.ask(part(night, 5, 15), giver, able[:1], by=giver, now=NOON)
    answering.accept(rest_of_it, able[0], now=NOON)
    mine, theirs = next(pair for pair in _pairs(night) if pair[1].starts_at < night.ends_at + 48 * AN_HOUR)
    other = theirs.user
    assert other is not None
    swap = asking.propose_exchange(mine, theirs, by=giver, now=NOON)

    undoing.undo(rest_of_it, by=giver, now=LATER)

    with pytest.raises(asking.RestBroken) as refused:
        answering.accept(swap, other, now=LATER)
    assert refused.value.person == giver


def _pairs(night: Shift) -> list[tuple[held.Duty, held.Duty]]:
    mine = held.of_shift(night)[0]
    found = []
    for duty in held.held(night.ends_at, night.ends_at + timedelta(days=14)):
        try:
            asking.require_exchange(mine, duty, (), now=NOON)
        except (asking.CannotTake, asking.RestBroken):
            continue
        if duty.user_id != mine.user_id:
            found.append((mine, duty))
    return found


def test_the_secondary_is_asked_to_cover_first_and_then_everybody(night: Shift, giver: User) -> None:
    now = night.starts_at + 2 * AN_HOUR
    secondary = queries.on_duty(now)[1].user
    assert secondary is not None

    asking.ask_to_cover(night, giver, by=giver, now=now)
    first = told("swap_asked")
    unanswered.remind(now + unanswered.FIRST_ALONE)

    assert first == {secondary.id}
    assert len(told("swap_asked")) > 1


def test_when_the_secondary_cannot_cover_everybody_else_is_asked_at_once_and_nothing_is_loud_yet(
    night: Shift, giver: User
) -> None:
    now = night.starts_at + 2 * AN_HOUR
    secondary = queries.on_duty(now)[1].user
    assert secondary is not None
    swap = asking.ask_to_cover(night, giver, by=giver, now=now)

    answering.decline(swap, secondary, now=now + A_MINUTE)

    assert len(told("swap_asked")) > 1
    assert told("swap_unanswered") == set()


def test_pressed_again_whoever_cannot_cover_is_not_asked_again_and_with_nobody_left_it_says_so(
    night: Shift, giver: User
) -> None:
    now = night.starts_at + 2 * AN_HOUR
    swap = asking.ask_to_cover(night, giver, by=giver, now=now)
    for minute in range(2):
        for ask in swaps.asks_of([swap.id]):
            if ask.declined_at is None:
                answering.decline(swap, ask.user, now=now + minute * A_MINUTE)

    with pytest.raises(asking.NobodyCould):
        asking.ask_to_cover(night, giver, by=giver, now=now + AN_HOUR)

    assert giver.id in told("swap_unanswered")


def test_the_secondary_who_covers_is_in_one_role_and_the_keeper_hears_of_the_other(
    night: Shift, giver: User, keeper: User
) -> None:
    now = night.starts_at + 2 * AN_HOUR
    secondary = queries.on_duty(now)[1].user
    assert secondary is not None
    swap = asking.ask_to_cover(night, giver, by=giver, now=now)

    answering.accept(swap, secondary, now=now + AN_HOUR)

    assert [(duty.role, duty.user_id) for duty in queries.on_duty(now + AN_HOUR)] == [
        (Role.PRIMARY, secondary.id),
        (Role.SECONDARY, None),
    ]
    assert queries.on_duty(now)[0].user == giver
    assert told("swap_vacant") == {keeper.id}


def test_nobody_covers_before_the_shift_runs(night: Shift, giver: User) -> None:
    with pytest.raises(asking.NotRunning):
        asking.ask_to_cover(night, giver, by=giver, now=NOON)


def test_undone_by_one_press_until_it_begins(night: Shift, hours: Hours, giver: User, able: list[User]) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    answering.accept(swap, able[0], now=LATER)

    undoing.undo(swap, by=able[0], now=LATER)

    assert whose(night) == [giver.id]
    assert giver.id in told("swap_undone")
    again = asking.ask(hours, giver, able[:1], by=giver, now=LATER)
    answering.accept(again, able[0], now=LATER)
    with pytest.raises(undoing.TooLate):
        undoing.undo(again, by=giver, now=night.starts_at)


def test_what_was_given_on_is_not_undone(night: Shift, hours: Hours, giver: User, able: list[User]) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    answering.accept(swap, able[0], now=LATER)
    given_on = asking.ask(part(night, 1, 2), able[0], able[1:2], by=able[0], now=LATER)
    answering.accept(given_on, able[1], now=LATER)

    with pytest.raises(undoing.TooLate):
        undoing.undo(swap, by=giver, now=LATER)


def test_what_came_back_by_others_or_is_nobodys_since_is_not_undone(
    cast: Cast, hours: Hours, giver: User, able: list[User]
) -> None:
    def give(since: User, to: User) -> Swap:
        swap = asking.ask(hours, since, [to], by=since, now=NOON)
        answering.accept(swap, to, now=NOON)
        return swap

    first, on, back = give(giver, able[0]), give(able[0], able[1]), give(able[1], able[0])
    with pytest.raises(undoing.TooLate):
        undoing.undo(first, by=giver, now=LATER)

    for state in (UserState.ON_LEAVE, UserState.ACTIVE):
        leaving.move(giver, state, OF_PEOPLE, by=cast.admin, now=LATER)
    undoing.undo(back, by=able[0], now=LATER)
    undoing.undo(on, by=able[0], now=LATER)
    with pytest.raises(undoing.TooLate):
        undoing.undo(first, by=giver, now=LATER)
    assert whose(hours.shift) == [able[0].id]


def test_the_trail_keeps_of_confirmed_rest_that_of_the_two_alone(
    hours: Hours, giver: User, able: list[User], cast: Cast
) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)

    answering.accept(swap, able[0], now=NOON, confirmed=[able[0].id, cast.chika.id, 9_999])

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "swap.accepted")).one()
    assert event.after is not None
    assert event.after["rest_of"] == [able[0].id]


def test_on_behalf_of_somebody_both_are_named_and_told(
    hours: Hours, giver: User, able: list[User], keeper: User
) -> None:
    asking.ask(hours, giver, able[:1], by=keeper, now=NOON)

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "swap.asked")).one()
    assert (event.actor_id, event.after) == (keeper.id, {"user_ids": [able[0].id], "user_id": giver.id})
    assert told("swap_asked") == {able[0].id, giver.id}


def test_nobody_takes_it_and_a_day_before_it_is_told_once(
    night: Shift, hours: Hours, giver: User, able: list[User], keeper: User
) -> None:
    db.session.add(Membership(team_id=_team_of(giver), user_id=able[2].id, is_lead=True))
    asking.ask(hours, giver, able[:1], by=giver, now=NOON)

    for at in (
        night.starts_at - unanswered.EARLY - AN_HOUR,
        night.starts_at - unanswered.EARLY,
        night.starts_at - AN_HOUR,
    ):
        unanswered.remind(at)

    assert told("swap_unanswered") == {giver.id, keeper.id, able[2].id}
    assert db.session.scalar(select(func.count()).where(OutboxMessage.kind == "swap_unanswered")) == 6


def _team_of(user: User) -> int:
    return db.session.scalars(select(Membership.team_id).where(Membership.user_id == user.id)).one()


def test_a_request_ends_when_the_shift_begins(night: Shift, hours: Hours, giver: User, able: list[User]) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)

    with pytest.raises(answering.Ended):
        answering.accept(swap, able[0], now=night.starts_at)


def test_a_change_within_a_day_is_told_to_both_and_to_whoever_hands_over(
    night: Shift, giver: User, able: list[User]
) -> None:
    second = db.session.scalars(
        select(Shift).where(Shift.role == Role.PRIMARY, Shift.starts_at > night.starts_at).order_by(Shift.starts_at)
    ).first()
    assert second is not None
    assert second.user is not None
    hours = Hours(second, second.starts_at, second.ends_at)
    taker = candidates.offers(hours, second.user_id, now=NOON).can[0].person
    near = second.starts_at - AN_HOUR

    answering.accept(asking.ask(hours, second.user, [taker], by=second.user, now=near), taker, now=near)

    assert told("shift_changed") == {second.user_id, taker.id, giver.id}


def test_no_chapter_follows_a_night_that_was_taken_over(
    night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    answering.accept(asking.ask(hours, giver, able[:1], by=giver, now=NOON), able[0], now=LATER)

    rows = select(Commitment.user_id).where(
        Commitment.kind == CommitmentKind.SHIFT, Commitment.starts_at == night.starts_at
    )
    assert giver.id not in set(db.session.scalars(rows))
    assert able[0].id in set(db.session.scalars(rows))


def test_what_is_vacant_is_taken_by_whoever_could(night: Shift, hours: Hours, able: list[User]) -> None:
    night.user_id = None
    db.session.flush()
    db.session.expire(night)

    answering.take(hours, able[0], now=NOON)

    assert whose(night) == [able[0].id]
    with pytest.raises(asking.NotHeld):
        answering.take(hours, able[1], now=NOON)


def test_of_a_request_for_several_parts_only_what_is_still_held_stays_open(
    night: Shift, giver: User, able: list[User]
) -> None:
    whole = asking.ask(part(night, 0, 15), giver, able[:1], by=giver, now=NOON)
    other = asking.ask(part(night, 0, 5), giver, able[1:2], by=giver, now=NOON)
    answering.accept(other, able[1], now=LATER)

    with pytest.raises(answering.Ended):
        answering.accept(whole, able[0], now=LATER)
    assert db.session.scalar(select(func.count(Swap.id)).where(Swap.withdrawn_at.is_not(None))) == 1
    assert night.day == date(2026, 12, 7)
