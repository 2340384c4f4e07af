"""What of hand-offs waits for a person on their first page: to be written at the end of a shift, and to be taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, select

from studyhub.column_types import UtcDateTime
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import kept
from studyhub.handoffs import asking, queries, taking
from studyhub.handoffs.models import Handoff
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.rota.models import LONGEST
from studyhub.rota.swaps.held import Duty

ENDED_AFTER, ENDS_BY, BEGAN_AFTER, BEGUN_AFTER, BEGINS_BY, LATELY = (
    bindparam(name, type_=UtcDateTime())
    for name in ("ended_after", "ends_by", "hours_began_after", "begun_after", "begins_by", "handed_over_after")
)


def unwritten(user: User, now: datetime) -> Sequence[Duty]:
    """Hours of the person that end, or have ended, without a hand-off."""
    duties = [duty for duty in asking.asked(asking.around(now)) if duty.user_id == user.id]
    mine = [duty for duty in duties if asking.is_open(duty, now)]
    written = queries.of_shifts({duty.shift.id for duty in mine}) if mine else []
    return [duty for duty in mine if not asking.is_written(duty, written)]


def brought(user: User, now: datetime) -> Sequence[Handoff]:
    """What is handed on to the person and they have not taken."""
    return taking.brought(user, now=now)


def at(user: User, now: datetime) -> dict[str, Any]:
    """What the statements below are executed with."""
    return {
        "reader": user.id,
        "ended_after": now - asking.AFTER,
        "ends_by": now + asking.BEFORE,
        "hours_began_after": now - asking.AFTER - LONGEST,
        "begun_after": now - taking.WITHIN,
        "begins_by": now + taking.BEFORE,
        "handed_over_after": now - queries.LATELY - taking.WITHIN,
    }


@kept
def ending_rows() -> Select[int]:
    """Hours of the reader that end about now, without a hand-off: few enough to look closer then."""
    rows = select(Commitment.id).where(Commitment.user_id == READER, Commitment.kind == CommitmentKind.SHIFT)
    # By when hours begin, for which there is an index: those of years ago are not read.
    rows = rows.where(Commitment.starts_at > BEGAN_AFTER, Commitment.starts_at < ENDS_BY)
    rows = rows.where(Commitment.ends_at > ENDED_AFTER, Commitment.ends_at <= ENDS_BY)
    overlaps = Handoff.starts_at < Commitment.ends_at, Handoff.ends_at > Commitment.starts_at
    return rows.where(~exists().where(Handoff.author_id == READER, *overlaps))


@kept
def untaken_rows() -> Select[int]:
    """Hand-offs that nobody took, where hours of the reader begin about now."""
    begins = exists().where(
        Commitment.user_id == READER,
        Commitment.kind == CommitmentKind.SHIFT,
        Commitment.starts_at > BEGUN_AFTER,
        Commitment.starts_at <= BEGINS_BY,
    )
    return select(Handoff.id).where(Handoff.taken_at.is_(None), Handoff.ends_at > LATELY, begins)
