"""Addresses in mails of wanted chapters: one takes one chapter for one person, until its session begins.

Signed for this purpose alone, see `keys.signed_links`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from studyhub.keys import signed_links

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
    return f"/claims/{signed_links.signed(key, PURPOSE, ids, starts_at)}"


def read_claim(keys: Sequence[str], token: str, now: datetime) -> Claim | None:
    """What a token is for; None when it was made with none of the keys, or for another purpose.

    Raises signed_links.Over.
    """
    found = signed_links.read(keys, PURPOSE, token, now)
    if found is None:
        return None
    (user_id, meeting_id, chapter_id), starts_at = found
    return Claim(user_id, meeting_id, chapter_id, starts_at)
