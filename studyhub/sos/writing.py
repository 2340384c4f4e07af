"""Writing a team's card: a draft, then handed in, late after the start. Rules: docs/rules.md, SoS round.

Nothing here commits.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.sos import happenings, helping, queries
from studyhub.sos.models import Happening, Mood, TeamUpdate
from studyhub.sos.moves import HelpState

# The round-up is read by then.
CLOSES_AFTER = timedelta(hours=24)


class NotInTeam(Exception):
    """Whoever writes is not in the team, or not any more."""


class Closed(Exception):
    """The round was called off, or is over for so long that its cards stay as they are."""


class ChangedMeanwhile(Exception):
    """Somebody of the team saved another text since this one was begun, or handed it in."""


@dataclass(frozen=True)
class Words:
    """What a card says.

    `offered` are the keys of the happenings that the writer saw and `ticked` those they left on the card; `answers`
    say by id what is settled of the help that the team wanted before.
    """

    mood: Mood | None = None
    line: str = ""
    troubles: str = ""
    wants: str = ""
    wants_by: date | None = None
    offered: Collection[str] = ()
    ticked: Collection[str] = ()
    answers: Mapping[int, HelpState] = field(default_factory=dict)


def is_open(meeting: Meeting, now: datetime) -> bool:
    """Whether its cards can be written: before the round, in it, and some hours after it."""
    if meeting.state is MeetingState.POSTPONED:
        return True
    return meeting.state is MeetingState.SCHEDULED and now < meeting.ends_at + CLOSES_AFTER


def save_draft(meeting: Meeting, team_id: int, words: Words, *, base: int, by: User, now: datetime) -> TeamUpdate:
    """Keep what a team has so far, for itself alone: what everybody reads is only handed in again.

    `base` is the number of the text it began from, 0 for none. Raises NotInTeam, Closed, ChangedMeanwhile.
    """
    update = _saved(meeting, team_id, words, base, by, now, is_draft=True)
    _keep_happenings(update, words, now)
    return update


def hand_in(meeting: Meeting, team_id: int, words: Words, *, base: int, by: User, now: datetime) -> TeamUpdate:
    """Let everybody read it: its happenings stay as they are now, and what it wants help with is asked.

    `words` have a mood. Raises as above.
    """
    update = _saved(meeting, team_id, words, base, by, now)
    _keep_happenings(update, words, now)
    update.handed_in_at = now
    if update.wants:
        helping.ask(meeting, team_id, update.wants, update.wants_by, by=by, now=now)
        update.wants, update.wants_by = "", None
    for wanted in queries.of_team_in(meeting, team_id):
        if wanted.id in words.answers:
            # Whoever settled it otherwise in this moment was quicker.
            with suppress(helping.Settled):
                helping.settle(wanted, words.answers[wanted.id], by=by, now=now)
    trail.record("team_update.handed_in", update, by=by, now=now, circle_id=meeting.circle_id)
    return update


def _saved(
    meeting: Meeting, team_id: int, words: Words, base: int, by: User, now: datetime, *, is_draft: bool = False
) -> TeamUpdate:
    # Two of a team who save at once come one after the other.
    db.session.flush()
    db.session.scalar(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    if queries.own_team(by, team_id) is None:
        raise NotInTeam
    if not is_open(meeting, now):
        raise Closed
    update = queries.update_of(meeting, team_id)
    if (update.number if update else 0) != base:
        raise ChangedMeanwhile
    # A draft over it would be read by everybody, and after the start without being late.
    if is_draft and update is not None and update.handed_in_at is not None:
        raise ChangedMeanwhile
    if update is None:
        update = TeamUpdate(meeting_id=meeting.id, team_id=team_id, number=0)
        update.meeting = meeting
        db.session.add(update)
    update.number, update.author, update.saved_at = base + 1, by, now
    update.mood, update.line, update.troubles = words.mood or update.mood, words.line, words.troubles
    update.wants, update.wants_by = words.wants, words.wants_by
    db.session.flush()
    return update


def _keep_happenings(update: TeamUpdate, words: Words, now: datetime) -> None:
    if update.handed_in_at is not None:
        for happening in update.happenings:
            happening.is_shown = _is_shown(happening.key, words)
        return
    db.session.execute(delete(Happening).where(Happening.update_id == update.id))
    for position, found in enumerate(happenings.found(update.team_id, update.meeting, now=now), start=1):
        is_shown = _is_shown(found.key, words)
        told = {"key": found.key, "kind": found.kind, "about": found.about, "is_shown": is_shown}
        db.session.add(Happening(update_id=update.id, position=position, **told))
    db.session.flush()
    db.session.expire(update, ["happenings"])


def _is_shown(key: str, words: Words) -> bool:
    """What came up since the page was opened, nobody took off the card."""
    return key in words.ticked or key not in words.offered
