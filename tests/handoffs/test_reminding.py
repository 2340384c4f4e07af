"""Whoever goes off duty without handing over is reminded once."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.handoffs import messages, queries, reminding, writing
from studyhub.handoffs.handed_in import departing
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.writing import Words
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import hours
from tests.cast import Cast
from tests.handoffs.conftest import HOUR, swap_over


def told(now: datetime) -> list[int]:
    """Who is told up to a moment."""
    reminding.remind(now)
    rows = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "handoff_wanted").distinct()
    return list(db.session.scalars(rows.order_by(OutboxMessage.recipient_id)))


def test_the_primary_one_is_told_once_at_the_end(night: Shift, author: User) -> None:
    assert told(night.ends_at - HOUR / 60) == []

    assert told(night.ends_at) == [author.id]
    count = db.session.query(OutboxMessage).count()
    assert told(night.ends_at + HOUR) == [author.id]
    assert db.session.query(OutboxMessage).count() == count


def test_whoever_handed_over_is_told_nothing(night: Shift, author: User) -> None:
    writing.write(night, Words(), by=author, now=night.ends_at - HOUR)

    assert told(night.ends_at) == []


def test_nobody_is_told_of_what_ended_half_a_day_ago(night: Shift) -> None:
    assert told(night.ends_at + 12 * HOUR) == []


def test_the_secondary_one_is_told_where_the_primary_hours_are_vacant(night: Shift, author: User) -> None:
    rows = select(Shift).where(Shift.starts_at == night.starts_at, Shift.role == Role.SECONDARY)
    beside = db.session.scalars(rows).one()
    night.user_id = None
    db.session.flush()
    db.session.expire(night, ["user"])
    hours.note([night])

    assert told(night.ends_at) == [beside.user_id]


def test_each_of_a_shared_night_is_told_at_the_end_of_their_hours(night: Shift, author: User, next_one: User) -> None:
    taken = swap_over(night, next_one, begins=3, lasts=12)

    assert told(taken.starts_at) == [author.id]
    assert told(night.ends_at) == sorted([author.id, next_one.id])


def test_whoever_goes_on_without_a_break_is_told_at_their_end(
    night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    following = Shift(rota_id=night.rota_id, day=night.day, kind=night.kind, role=Role.PRIMARY, points=1, user=author)
    following.starts_at, following.ends_at = night.ends_at, night.ends_at + HOUR
    following.reason, following.changed_at = night.reason, night.changed_at
    db.session.add(following)
    db.session.flush()

    assert told(night.ends_at) == []
    assert told(following.ends_at) == [author.id]


def test_a_mail_that_is_late_is_not_sent_once_it_was_handed_over(night: Shift, author: User) -> None:
    payload = {"shift_id": night.id, "starts_at": night.starts_at.isoformat(), "ends_at": night.ends_at.isoformat()}
    assert reminding.is_wanted(payload, author, night.ends_at)

    writing.write(night, Words(), by=author, now=night.ends_at)

    assert not reminding.is_wanted(payload, author, night.ends_at)
    assert not reminding.is_wanted(payload, author, night.ends_at + 12 * HOUR)


def test_the_message_says_nothing_of_what_burns(cast: Cast, night: Shift) -> None:
    payload = {"shift_id": night.id, "starts_at": night.starts_at.isoformat(), "ends_at": night.ends_at.isoformat()}

    with cast.app.test_request_context():
        message = messages.handoff_wanted(payload, "ja")

    assert message.url_path == f"/oncall/handoffs/shifts/{night.id}/new"


def test_two_accounts_made_one_keep_both_texts(cast: Cast, night: Shift, author: User) -> None:
    other = cast.person("Other")
    first = writing.write(night, Words("一つ目"), by=author, now=night.ends_at)
    writing.rewrite(first, Words("一つ目の続き"), base=1, by=author, now=night.ends_at)
    swap_over(night, other, begins=0, lasts=15)
    second = writing.write(night, Words("二つ目"), by=other, now=night.ends_at)

    departing.settle(author, other, now=night.ends_at)

    assert [text.burns for text in queries.texts_of(second)] == ["二つ目", "一つ目の続き", "一つ目"]
    assert second.head.burns == "二つ目"
    assert db.session.scalars(select(Handoff.author_id)).all() == [other.id]
