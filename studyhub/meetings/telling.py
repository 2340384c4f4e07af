"""Everything people are told about meetings and chapters goes out here. Does not commit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.people.models import User

# For members; on the page of a meeting nobody else sees them either.
INSIDE = ("place", "online_url")


def tell(
    kind: str,
    messages: Iterable[tuple[User, str, Payload]],
    *,
    now: datetime,
    by: User | None = None,
    due_at: datetime | None = None,
) -> None:
    """Put messages in the outbox: triples (person, key, payload). `by` did what is told and is left out.

    They are sent at once, or when they are due. Whoever is no member is told neither place nor link.
    """
    told = [(user, key, payload if user.is_member else _without_place(payload)) for user, key, payload in messages]
    outbox.add_many(kind, told, by=by, now=now, due_at=due_at)


def _without_place(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_place(one) for one in value]
    if isinstance(value, dict):
        return {name: "" if name in INSIDE else _without_place(one) for name, one in value.items()}
    return value
