"""Rows of posts, before they are in the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from studyhub.chat.hearing import Hearer
from studyhub.chat.models import PostKind


def posts(
    kind: PostKind,
    key: str,
    hearers: Sequence[Hearer],
    *,
    until: datetime,
    now: datetime,
    meeting_id: int | None = None,
    note_id: int | None = None,
    starts_at: datetime | None = None,
) -> list[dict[str, Any]]:
    """Rows of posts that tell the same to each of these webhooks."""
    same: Mapping[str, Any] = {
        "kind": kind,
        "meeting_id": meeting_id,
        "note_id": note_id,
        "starts_at": starts_at,
        "until": until,
        "created_at": now,
    }
    return [{"key": f"{key}:{one.webhook_id}", "webhook_id": one.webhook_id, **same} for one in hearers]
