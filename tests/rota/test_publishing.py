"""A rota from its first draft on: who sees it, who is told, and what becomes of it when people go."""

from datetime import date, time, timedelta

import pytest

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.departures import leaving
from studyhub.people.days import unavailability
from studyhub.people.days.unavailability import Said
from studyhub.people.models import DayPart, Unavailability, User, UserState
from studyhub.rota import changes, drafting, publishing, queries
from studyhub.rota.models import DraftShift, Rota, RotaRules, Shift
from studyhub.rota.planning.inputs import Role
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.rota.conftest import FIRST, LAST

IN_THE_MIDDLE = NOON + timedelta(days=12)


def drafted_again(rota: Rota, keeper: User, now: object = NOON) -> list[changes.Change]:
    return changes.changes_of(drafting.draft(rota, by=keeper, now=now))  # type: ignore[arg-type]


def shifts() -> list[Shift]:
    return list(db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.role)))


def away(user: User, first: date, last: date) -> None:
    db.session.add(Unavailability(user_id=user.id, starts_on=first, ends_on=last))
    db.session.commit()


def test_a_draft_is_nobodys_duty(rota: Rota) -> None:
    assert db.session.scalar(db.select(db.func.count(DraftShift.id))) == 28
    assert shifts() == []
    assert (
        db.session.scalar(db.select(db.func.count(Commitment.id)).where(Commitment.kind == CommitmentKind.SHIFT)) == 0
    )


def test_publishing_fills_every_night_and_holds_peoples_hours(published: Rota) -> None:
    assert [(shift.day, shift.role) for shift in shifts()] == [
        (FIRST + timedelta(days=number), role) for number in range(14) for role in Role
    ]
    held = db.session.scalars(db.select(Commitment).where(Commitment.kind == CommitmentKind.SHIFT)).all()
    assert {(one.user_id, one.starts_at) for one in held} == {(shift.user_id, shift.starts_at) for shift in shifts()}


def test_each_is_told_once_of_all_their_shifts(published: Rota, crew: list[User]) -> None:
    told = db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.kind == "rota_published")).all()

    by_person = {message.recipient_id: message.payload["given"] for message in told}
    assert by_person.keys() == {person.id for person in crew}
    assert sum(len(given) for given in by_person.values()) == len(shifts())


def test_planned_anew_each_who_loses_or_gains_a_shift_is_told_and_nobody_else(
    published: Rota, keeper: User, crew: list[User]
) -> None:
    absent = crew[3]
    theirs = [shift for shift in shifts() if shift.user_id == absent.id]
    lost = [[one.starts_at.isoformat(), one.ends_at.isoformat(), one.role.value] for one in theirs]
    absent.state = UserState.ON_LEAVE
    draft = drafting.draft(published, by=keeper, now=NOON)

    told_later = publishing.publish(draft, by=keeper, now=NOON)

    key = OutboxMessage.key.startswith(f"rota_published:{draft.id}:")
    messages = db.session.scalars(db.select(OutboxMessage).where(key, OutboxMessage.channel == Channel.INBOX)).all()
    told = {one.recipient_id: one.payload for one in messages}
    assert told[absent.id]["lost"] == lost
    takers = {shift.user_id for shift in theirs} - {None}
    assert told.keys() >= {absent.id} | takers
    assert changes.told(told_later) == len(told)
    assert all(payload["lost"] or payload["given"] for payload in told.values())


def test_whose_shift_ends_at_another_time_is_told_from_when_to_when(published: Rota, keeper: User) -> None:
    night = shifts()[0]
    until = night.ends_at
    db.session.add(RotaRules(id=1, day_begins=time(9)))
    db.session.flush()
    draft = drafting.draft(published, by=keeper, now=NOON)

    publishing.publish(draft, by=keeper, now=NOON)

    told = OutboxMessage.key.startswith(f"rota_published:{draft.id}:"), OutboxMessage.recipient_id == night.user_id
    message = db.session.scalars(db.select(OutboxMessage).where(*told).limit(1)).one()
    begins, role = night.starts_at.isoformat(), night.role.value
    assert [begins, until.isoformat(), role] in message.payload["lost"]
    assert [begins, (until - timedelta(hours=1)).isoformat(), role] in message.payload["given"]


def test_two_rotas_have_no_day_in_common(rota: Rota, keeper: User) -> None:
    with pytest.raises(drafting.Overlaps):
        drafting.make("同じ冬", LAST, LAST + timedelta(days=30), by=keeper, now=NOON)


def test_planning_anew_moves_nothing_that_is_published(published: Rota, keeper: User) -> None:
    assert drafted_again(published, keeper) == []


def test_planning_anew_leaves_alone_what_has_begun(published: Rota, keeper: User) -> None:
    draft = drafting.draft(published, by=keeper, now=IN_THE_MIDDLE)

    assert draft.from_on == date(2026, 12, 14)
    assert len(queries.shifts_of_draft(draft)) == 14


def test_a_draft_that_lay_about_moves_nothing_that_was_served(published: Rota, keeper: User, crew: list[User]) -> None:
    served = next(shift for shift in shifts() if shift.user_id is not None)
    away(next(one for one in crew if one.id == served.user_id), FIRST, LAST)
    draft = drafting.draft(published, by=keeper, now=NOON)

    with pytest.raises(publishing.Begun):
        publishing.publish(draft, by=keeper, now=served.starts_at)


def test_a_rota_that_is_published_late_has_no_days_that_are_over(rota: Rota, keeper: User) -> None:
    draft = queries.open_draft(rota)
    assert draft is not None
    with pytest.raises(publishing.Begun):
        publishing.publish(draft, by=keeper, now=IN_THE_MIDDLE)

    publishing.publish(drafting.draft(rota, by=keeper, now=IN_THE_MIDDLE), by=keeper, now=IN_THE_MIDDLE)

    assert min(shift.day for shift in shifts()) == date(2026, 12, 13)


def test_days_that_are_over_are_not_planned(cast: Cast, crew: list[User], keeper: User) -> None:
    typed = {"rota_name": "Autumn", "starts_on": "2026-09-01", "ends_on": "2026-11-30"}

    answer = cast.browser(keeper).post("/oncall/rotas/", data=typed)

    assert (answer.status_code, "Autumn" in answer.text) == (422, True)
    assert db.session.scalars(db.select(Rota)).all() == []


def test_a_rota_that_is_over_is_planned_no_more(published: Rota, keeper: User) -> None:
    with pytest.raises(drafting.Over):
        drafting.draft(published, by=keeper, now=NOON + timedelta(days=30))


def test_whoever_is_away_now_loses_their_shifts_and_nobody_else(
    published: Rota, keeper: User, crew: list[User]
) -> None:
    away(crew[0], FIRST, LAST)

    changed = drafted_again(published, keeper)

    assert {change.before_id for change in changed} == {crew[0].id}
    assert all(change.after_id not in {None, crew[0].id} for change in changed)


def test_a_draft_is_refused_where_somebody_went_meanwhile(rota: Rota, keeper: User, crew: list[User]) -> None:
    draft = queries.open_draft(rota)
    assert draft is not None
    away(crew[0], FIRST, LAST)

    with pytest.raises(publishing.Stale):
        publishing.publish(draft, by=keeper, now=NOON)


def test_a_draft_is_published_once(published: Rota, keeper: User) -> None:
    draft = drafting.draft(published, by=keeper, now=NOON)
    publishing.publish(draft, by=keeper, now=NOON)

    with pytest.raises(publishing.Settled):
        publishing.publish(draft, by=keeper, now=NOON)


def test_borders_that_moved_in_the_middle_cut_only_what_is_to_come(published: Rota, keeper: User) -> None:
    rules = RotaRules(id=1)
    db.session.add(rules)
    db.session.flush()
    rules.day_begins = rules.day_begins.replace(hour=9)
    before = {shift.id: (shift.starts_at, shift.ends_at) for shift in shifts() if shift.day < date(2026, 12, 14)}

    publishing.publish(drafting.draft(published, by=keeper, now=IN_THE_MIDDLE), by=keeper, now=IN_THE_MIDDLE)

    assert {shift.id: (shift.starts_at, shift.ends_at) for shift in shifts() if shift.id in before} == before
    ends = {shift.ends_at.hour for shift in shifts() if shift.day >= date(2026, 12, 14)}
    assert ends == {0}  # 9:00 in Tokyo


def test_whoever_leaves_leaves_vacant_shifts_and_the_keeper_is_told(
    cast: Cast, published: Rota, keeper: User, crew: list[User]
) -> None:
    theirs = [shift.id for shift in shifts() if shift.user_id == crew[3].id]

    leaving.move(crew[3], UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert theirs
    assert [shift.id for shift in shifts() if shift.user_id is None] == theirs
    assert db.session.scalar(db.select(db.func.count(Commitment.id)).where(Commitment.user_id == crew[3].id)) == 0
    told = db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.kind == "shifts_vacant")).all()
    assert {message.recipient_id for message in told} == {keeper.id}


def test_the_next_rota_goes_on_with_what_people_had(published: Rota, keeper: User, crew: list[User]) -> None:
    first = LAST + timedelta(days=1)
    following = drafting.make("続き", first, first + timedelta(days=27), by=keeper, now=NOON)

    publishing.publish(drafting.draft(following, by=keeper, now=NOON), by=keeper, now=NOON)

    points = {person.id: 0 for person in crew}
    for shift in shifts():
        assert shift.user_id is not None
        points[shift.user_id] += shift.points
    assert max(points.values()) - min(points.values()) <= 1
    last, begins = shifts()[27], shifts()[28]
    assert last.user_id not in {begins.user_id, shifts()[29].user_id}


def test_who_is_on_duty_is_known_to_the_second(published: Rota) -> None:
    night = shifts()[0]

    assert queries.on_duty(night.starts_at - timedelta(seconds=1)) == []
    assert [one.role for one in queries.on_duty(night.starts_at)] == [Role.PRIMARY, Role.SECONDARY]
    assert queries.on_duty(night.ends_at) == []


def test_somebody_on_leave_is_not_planned(crew: list[User], keeper: User) -> None:
    crew[5].state = UserState.ON_LEAVE
    db.session.commit()

    made = drafting.make("冬", FIRST, LAST, by=keeper, now=NOON)
    draft = drafting.draft(made, by=keeper, now=NOON)

    assert crew[5].id not in {shift.user_id for shift in queries.shifts_of_draft(draft)}


def test_an_evening_away_keeps_from_nights_that_begin_on_it_and_no_others(
    cast: Cast, crew: list[User], keeper: User
) -> None:
    for person in crew[2:]:
        unavailability.note(person, Said(FIRST, LAST))
    unavailability.note(crew[0], Said(FIRST, LAST, weekday=FIRST.weekday(), part=DayPart.EVENING))
    unavailability.note(crew[1], Said(FIRST, LAST, weekday=2, is_rather_not=True))
    rules = queries.rules()
    rules.has_secondary, rules.rest_hours = False, 0
    db.session.add(rules)

    made = drafting.make("冬", FIRST, LAST, by=keeper, now=NOON)
    draft = drafting.draft(made, by=keeper, now=NOON)

    has = {shift.day: shift.user_id for shift in queries.shifts_of_draft(draft)}
    mondays = {FIRST, FIRST + timedelta(days=7)}
    assert {has[day] for day in mondays} == {crew[1].id}
    assert {has[day + timedelta(days=2)] for day in mondays} == {crew[0].id}
