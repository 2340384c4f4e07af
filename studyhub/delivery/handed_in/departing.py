"""Messages where two accounts of one person are made one. Nothing here commits."""

from datetime import datetime

from sqlalchemy import Select, delete, select

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.models import DeliveryState, InboxItem, MessagePreference, OutboxMessage
from studyhub.people.departing import OfPeople
from studyhub.people.models import User


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Let what waits to be sent go to the account that stays; what is on its way to it already is not sent twice."""
    for message in db.session.scalars(_waiting(going).with_for_update()).all():
        key = _key_for(message, going, staying)
        if key != message.key and db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
            message.end(DeliveryState.DROPPED, now)
        else:
            message.key, message.recipient_id = key, staying.id
    db.session.flush()


def _waiting(user: User) -> Select[OutboxMessage]:
    mine = select(OutboxMessage).where(OutboxMessage.recipient_id == user.id)
    return mine.where(OutboxMessage.state == DeliveryState.WAITING).order_by(OutboxMessage.id)


def _key_for(message: OutboxMessage, going: User, staying: User) -> str:
    """The key of the same message to the account that stays; one to an address stays what it is."""
    end = f":{going.id}:{message.channel}"
    if message.address is not None or not message.key.endswith(end):
        return message.key
    return f"{message.key.removesuffix(end)}:{staying.id}:{message.channel}"


def forget_choices(going: User) -> None:
    """The choices of the account that stays hold."""
    db.session.execute(delete(MessagePreference).where(MessagePreference.user_id == going.id))


def tell(going: User, staying: User, *, by: User, now: datetime) -> None:
    """Tell the person, at the address of the account that went, too, where that was shown to be theirs."""
    payload = {"before": going.email, "after": staying.email, "by": by.name}
    key = f"accounts_merged:{going.id}"
    outbox.add("accounts_merged", staying, key=key, payload=payload, now=now)
    if going.confirmed_at is not None:
        outbox.add("accounts_merged", staying, address=going.email, key=f"{key}:left", payload=payload, now=now)


# Messages that were sent stay with the account that goes; its choices have no use any more.
OF_PEOPLE = OfPeople(
    moved=(InboxItem.user_id,),
    one_by_one=(OutboxMessage.recipient_id,),
    ended=(MessagePreference.user_id,),
    settle=settle,
)
