"""Which kinds of messages a person wants on which channel; whoever never chose wants all but what is asked for."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import queries, rows
from studyhub.delivery.models import Channel, MessagePreference
from studyhub.delivery.texts import Kind
from studyhub.people.models import User, UserState

Choices = dict[tuple[str, Channel], bool]


def unwanted(kind: str, user_ids: Iterable[int], *, is_asked_for: bool = False) -> set[tuple[int, Channel]]:
    """Pairs (person, channel) for which the kind is off: turned off or, where it is asked for, never asked for."""
    ids = set(user_ids)
    if not ids:
        return set()
    chosen = select(MessagePreference.user_id, MessagePreference.channel).where(
        MessagePreference.kind == kind,
        MessagePreference.user_id.in_(ids),
        MessagePreference.is_wanted.is_(is_asked_for),
    )
    found = {(user_id, channel) for user_id, channel in db.session.execute(chosen)}
    return {(id_, channel) for id_ in ids for channel in Channel} - found if is_asked_for else found


def turned_off(user: User, kinds: Mapping[str, Kind]) -> set[tuple[str, Channel]]:
    """Pairs (kind, channel) that are off for a person: turned off or, where it is asked for, never asked for."""
    chosen = {(one.kind, one.channel): one.is_wanted for one in db.session.scalars(queries.choices_of(user))}
    off = {(name, channel) for name, kind in kinds.items() for channel in Channel if kind.is_asked_for}
    return (off | {pair for pair, is_wanted in chosen.items() if not is_wanted}) - {
        pair for pair, is_wanted in chosen.items() if is_wanted
    }


def who_asked_for(kind: str) -> list[User]:
    """Everybody who is there and asked for a kind on some channel."""
    asked = select(MessagePreference.user_id).where(MessagePreference.kind == kind, MessagePreference.is_wanted)
    there = User.state == UserState.ACTIVE
    return list(db.session.scalars(select(User).where(there, User.id.in_(asked)).order_by(User.id)))


def choose(user: User, choices: Choices) -> None:
    """Keep what a person wants and does not want. Does not commit."""
    chosen = [
        {"user_id": user.id, "kind": kind, "channel": channel, "is_wanted": is_wanted}
        for (kind, channel), is_wanted in choices.items()
    ]
    if chosen:
        rows.insert_or_update(MessagePreference, chosen, unique=["user_id", "kind", "channel"], changes="is_wanted")
