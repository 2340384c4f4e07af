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


class WrittenByTeam(Exception):
    """The team writes its card itself: nobody writes it down for them, and a draft is for them alone."""


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
    before = _own(meeting, team_id, by=by, now=now)
    # A draft over it would be read by everybody, and after the start without being late.
    if before is not None and before.handed_in_at is not None:
        raise ChangedMeanwhile
    update = _saved(before, meeting, team_id, words, base, by, now)
    _keep_happenings(update, words, now)
    return update


def hand_in(meeting: Meeting, team_id: int, words: Words, *, base: int, by: User, now: datetime) -> TeamUpdate:
    """Let everybody read it: its happenings stay as they are now, and what it wants help with is asked.

    `words` have a mood. Raises as above.
    """
    update = _saved(_own(meeting, team_id, by=by, now=now), meeting, team_id, words, base, by, now)
    update.is_by_facilitator = False
    _let_read(update, words, by, now)
    trail.record("team_update.handed_in", update, by=by, now=now, circle_id=meeting.circle_id)
    return update


def write_down(meeting: Meeting, team_id: int, words: Words, *, base: int, by: User, now: datetime) -> TeamUpdate:
    """Hand in what a silent team says in the round, in the name of whoever leads it, as `rules.can_write_down` says.

    Raises WrittenByTeam, Closed, ChangedMeanwhile.
    """
    before = _locked(meeting, team_id, now)
    if before is not None and not before.is_by_facilitator:
        raise WrittenByTeam
    update = _saved(before, meeting, team_id, words, base, by, now)
    update.is_by_facilitator = True
    _let_read(update, words, by, now)
    trail.record("team_update.written_down", update, by=by, now=now, circle_id=meeting.circle_id)
    return update


def _own(meeting: Meeting, team_id: int, *, by: User, now: datetime) -> TeamUpdate | None:
    """The card as it stands, to be written by somebody of the team."""
    before = _locked(meeting, team_id, now)
    if queries.own_team(by, team_id) is None:
        raise NotInTeam
    return before


def _locked(meeting: Meeting, team_id: int, now: datetime) -> TeamUpdate | None:
    # Two who save at once come one after the other.
    db.session.flush()
    db.session.scalar(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    if not is_open(meeting, now):
        raise Closed
    return queries.update_of(meeting, team_id)


def _saved(
    before: TeamUpdate | None, meeting: Meeting, team_id: int, words: Words, base: int, by: User, now: datetime
) -> TeamUpdate:
    if (before.number if before else 0) != base:
        raise ChangedMeanwhile
    update = before or TeamUpdate(meeting_id=meeting.id, team_id=team_id)
    update.meeting = meeting
    db.session.add(update)
    update.number, update.author, update.saved_at = base + 1, by, now
    update.mood, update.line, update.troubles = words.mood or update.mood, words.line, words.troubles
    update.wants, update.wants_by = words.wants, words.wants_by
    db.session.flush()
    return update


def _let_read(update: TeamUpdate, words: Words, by: User, now: datetime) -> None:
    """Let everybody read it, with what it wants help with and what of that is settled."""
    meeting, team_id = update.meeting, update.team_id
    _keep_happenings(update, words, now)
    update.handed_in_at, update.first_handed_in_at = now, update.first_handed_in_at or now
    if update.wants:
        helping.ask(meeting, team_id, update.wants, update.wants_by, by=by, now=now)
        update.wants, update.wants_by = "", None
    for wanted in queries.of_team_in(meeting, team_id):
        if wanted.id in words.answers:
            # Whoever settled it otherwise in this moment was quicker.
            with suppress(helping.Settled):
                helping.settle(wanted, words.answers[wanted.id], by=by, now=now)


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
