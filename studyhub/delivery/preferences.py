"""Which kinds of messages a person wants on which channel; whoever never chose wants all."""

from collections.abc import Iterable

from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import queries, rows
from studyhub.delivery.models import Channel, MessagePreference
from studyhub.people.models import User

Choices = dict[tuple[str, Channel], bool]


def unwanted(kind: str, user_ids: Iterable[int]) -> set[tuple[int, Channel]]:
    """Pairs (person, channel) for which the kind was turned off."""
    ids = set(user_ids)
    if not ids:
        return set()
    off = select(MessagePreference.user_id, MessagePreference.channel).where(
        MessagePreference.kind == kind, MessagePreference.user_id.in_(ids), MessagePreference.is_wanted.is_(False)
    )
    return {(user_id, channel) for user_id, channel in db.session.execute(off)}


def turned_off(user: User) -> set[tuple[str, Channel]]:
    """Pairs (kind, channel) that a person turned off."""
    return {(choice.kind, choice.channel) for choice in db.session.scalars(queries.turned_off(user))}


def choose(user: User, choices: Choices) -> None:
    """Keep what a person wants and does not want. Does not commit."""
    chosen = [
        {"user_id": user.id, "kind": kind, "channel": channel, "is_wanted": is_wanted}
        for (kind, channel), is_wanted in choices.items()
    ]
    if chosen:
        rows.insert_or_update(MessagePreference, chosen, unique=["user_id", "kind", "channel"], changes="is_wanted")
