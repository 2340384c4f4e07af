"""Until when an answer is expected, and what happens when none comes."""

from datetime import timedelta

from sqlalchemy import select

from studyhub import clock
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import answering, asking, held, queries, unanswered
from studyhub.rota.swaps.deadlines import SILENCE, answer_until
from studyhub.rota.swaps.finding import candidates
from studyhub.rota.swaps.finding.situation import Hours
from tests.cast import NOON, Cast

A_DAY = timedelta(days=1)


def told() -> list[OutboxMessage]:
    """What was told of silence."""
    rows = select(OutboxMessage).where(OutboxMessage.kind == "swap_silent", OutboxMessage.channel == Channel.INBOX)
    return list(db.session.scalars(rows.order_by(OutboxMessage.id)))


def test_after_three_days_of_silence_whoever_asked_hears_once_who_could_be_asked_next(
    night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    asking.ask(hours, giver, able[:1], by=giver, now=NOON)

    unanswered.remind(NOON + SILENCE - timedelta(minutes=1))
    before = told()
    unanswered.remind(NOON + SILENCE)
    unanswered.remind(NOON + SILENCE + timedelta(hours=1))

    assert before == []
    (message,) = told()
    assert message.recipient_id == giver.id
    could = [one.person.name for one in candidates.offers(hours, giver.id, now=NOON + SILENCE).can]
    assert message.payload["next"] == [name for name in could if name != able[0].name][:3]
    assert night.starts_at > NOON + 2 * SILENCE


def test_half_of_the_time_that_is_left_is_enough_where_it_begins_sooner(
    night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    now = night.starts_at - 4 * A_DAY

    swap = asking.ask(hours, giver, able[:1], by=giver, now=now)

    assert answer_until(swap, queries.asks_of([swap.id])) == now + 2 * A_DAY


def test_asking_somebody_else_begins_the_time_anew(night: Shift, hours: Hours, giver: User, able: list[User]) -> None:
    asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    unanswered.remind(NOON + SILENCE)

    swap = asking.ask(hours, giver, able[1:2], by=giver, now=NOON + SILENCE)
    until = answer_until(swap, queries.asks_of([swap.id]))
    unanswered.remind(until - timedelta(minutes=1))
    in_time = told()
    unanswered.remind(until)

    assert until > NOON + SILENCE + A_DAY
    assert (len(in_time), len(told())) == (1, 2)


def test_after_the_time_the_hours_can_still_be_taken(night: Shift, hours: Hours, giver: User, able: list[User]) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    unanswered.remind(NOON + SILENCE)

    answering.accept(swap, able[0], now=NOON + SILENCE + A_DAY)

    assert [duty.user_id for duty in held.of_shift(night)] == [able[0].id]


def test_both_read_until_when_an_answer_is_wanted(
    cast: Cast, night: Shift, hours: Hours, giver: User, able: list[User]
) -> None:
    clock.start_at(NOON)
    asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    db.session.commit()
    address = f"/oncall/shifts/{night.id}/"

    pages = [cast.browser(user).get(address).text for user in (giver, able[0])]
    clock.start_at(NOON + SILENCE)
    later = cast.browser(giver).get(address).text

    assert all("返事の期限:" in page for page in pages)
    assert "を過ぎました" in later
