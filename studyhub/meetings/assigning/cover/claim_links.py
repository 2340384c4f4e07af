"""Addresses in mails of wanted chapters: one takes one chapter for one person, until its session begins.

Signed with the secret key for this purpose alone, as those of reminders are (`reminders.links`).
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

PURPOSE = "chapters.claim"


class Claim(NamedTuple):
    """Who may take which chapter of which session, as long as that begins then."""

    user_id: int
    meeting_id: int
    chapter_id: int
    starts_at: datetime


def claim_path(key: str, claim: Claim) -> str:
    """Where somebody takes a chapter."""
    *ids, starts_at = claim
    return f"/claims/{_signer([key]).dumps([*ids, int(starts_at.timestamp())])}"


def read_claim(keys: Sequence[str], token: str, now: datetime) -> Claim | None:
    """What a token is for; None when it was made with none of the keys, for another purpose, or is over."""
    try:
        user_id, meeting_id, chapter_id, until = _signer(keys).loads(token)
    except BadSignature:
        return None
    starts_at = datetime.fromtimestamp(until, UTC)
    return Claim(user_id, meeting_id, chapter_id, starts_at) if now < starts_at else None


def _signer(keys: Sequence[str]) -> URLSafeSerializer:
    return URLSafeSerializer(list(keys), salt=PURPOSE, signer_kwargs={"digest_method": hashlib.sha256})
