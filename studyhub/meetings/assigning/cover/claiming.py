"""Taking a wanted chapter by a link of a mail. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover.claim_links import Claim
from studyhub.meetings.assigning.models import WILL_PRESENT
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import is_member


class Standing(StrEnum):
    """What became of the chapter since the mail was written."""

    WANTED = "wanted"
    MINE = "mine"
    TAKEN = "taken"
    LISTENS = "listens"


@dataclass(frozen=True)
class Offer:
    """A chapter that a mail offered to somebody."""

    user: User
    meeting: Meeting
    chapter: Chapter


def offer_of(claim: Claim, *, now: datetime) -> Offer | None:
    """What a link speaks of; None once the session moved or began, or is not its reader's to know of."""
    user = db.session.get(User, claim.user_id)
    if not is_member(user):
        return None
    meeting = queries.visible(user, claim.meeting_id)
    if meeting is None or meeting.starts_at != claim.starts_at or not meeting.is_open(now):
        return None
    chapter = chapter_queries.chapter(meeting, claim.chapter_id)
    return Offer(user, meeting, chapter) if chapter is not None else None


def standing(offer: Offer, *, now: datetime) -> Standing:
    """Whether it still wants a presenter, and may have this one."""
    held = [one for one in chapter_queries.presenters(offer.meeting) if one.chapter_id == offer.chapter.id]
    if any(one.user_id == offer.user.id and one.state in WILL_PRESENT for one in held):
        return Standing.MINE
    here = chapter_queries.placed(select(Chapter.id)).where(Chapter.id == offer.chapter.id)
    if db.session.scalar(here.where(chapter_queries.wants_presenter()), {"now": now}) is None:
        return Standing.TAKEN
    is_listener = rules.is_listener(circles.participation(offer.meeting.circle, offer.user))
    return Standing.LISTENS if is_listener else Standing.WANTED


def claim(offer: Offer, *, now: datetime) -> None:
    """Take it. Raises what `assignments.claim` raises."""
    assignments.claim(offer.meeting, offer.chapter, offer.user, now=now)
