"""Help wanted: asked for, claimed, settled, and told to leads when it lasts. Rules: docs/rules.md, SoS round.

Nothing here commits.
"""

from datetime import date, datetime

from studyhub.audit import trail
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.meetings.models import Meeting
from studyhub.people.models import User, UserState
from studyhub.sos import asked_queries, queries, rules
from studyhub.sos.models import HelpWanted
from studyhub.sos.moves import HelpState

_READ = ["state", "claimed_by_id", "claimed_by", "claimed_at", "closed_at", "closed_by_id", "became_id", "became"]


class ClaimedByAnother(Exception):
    """Somebody else was quicker; the row says who."""


class Settled(Exception):
    """It is settled, or withdrawn: nothing is left to do."""


class NotClaimed(Exception):
    """Whoever gives it back does not have it."""


def ask(meeting: Meeting, team_id: int, what: str, wanted_by: date | None, *, by: User, now: datetime) -> HelpWanted:
    """Say in a round what a team wants help with."""
    wanted = HelpWanted(
        meeting_id=meeting.id, team_id=team_id, author_id=by.id, what=what, wanted_by=wanted_by, asked_at=now
    )
    db.session.add(wanted)
    trail.record("help_wanted.asked", wanted, by=by, now=now, circle_id=meeting.circle_id)
    return wanted


def claim(wanted: HelpWanted, *, by: User, now: datetime) -> None:
    """Take it on: the first press has it, pressing twice is harmless, and whoever asked is told.

    Raises ClaimedByAnother, Settled.
    """
    _lock(wanted)
    if wanted.is_settled:
        raise Settled
    if wanted.state is HelpState.CLAIMED:
        if wanted.claimed_by_id != by.id:
            raise ClaimedByAnother
        return
    wanted.move_to(HelpState.CLAIMED)
    wanted.claimed_by, wanted.claimed_at = by, now
    trail.record("help_wanted.claimed", wanted, by=by, now=now, circle_id=wanted.meeting.circle_id)
    _tell_of_claim("help_wanted_claimed", wanted, by, now, now)


def _lock(wanted: HelpWanted) -> None:
    """Let two presses come one after the other: what was read before the lock is old."""
    db.session.flush()
    db.session.refresh(wanted, _READ, with_for_update={"of": HelpWanted})


def give_back(wanted: HelpWanted, *, by: User, now: datetime) -> None:
    """Let somebody else claim it. Raises NotClaimed."""
    _lock(wanted)
    if wanted.state is not HelpState.CLAIMED or wanted.claimed_by_id != by.id:
        raise NotClaimed
    reopen(wanted, by=by, now=now)


def reopen(wanted: HelpWanted, *, by: User | None, now: datetime) -> None:
    """Let it be nobody's again, and tell whoever asked, who counted on it."""
    had_by, had_since = wanted.claimed_by, wanted.claimed_at
    wanted.move_to(HelpState.OPEN)
    wanted.claimed_by = wanted.claimed_by_id = wanted.claimed_at = None
    trail.record("help_wanted.given_back", wanted, by=by, now=now, circle_id=wanted.meeting.circle_id)
    if had_by is not None and had_since is not None:
        _tell_of_claim("help_wanted_given_back", wanted, had_by, had_since, now)


def _tell_of_claim(kind: str, wanted: HelpWanted, claimed_by: User, since: datetime, now: datetime) -> None:
    """Tell whoever answers for it, once for each claim, unless it is their own."""
    db.session.flush()
    told = {"help_id": wanted.id, "by": claimed_by.name, "claimed_at": since.isoformat()}
    key = f"{kind}:{wanted.id}:{since.isoformat()}"
    people = [(one, key, told) for one in asked_queries.who_wants(wanted)]
    outbox.add_many(kind, people, by=claimed_by, now=now)


def settle(wanted: HelpWanted, state: HelpState, *, by: User, now: datetime, became: Circle | None = None) -> None:
    """Say that it is resolved, or not wanted any more: whoever has claimed it is told, and of `became`, what it turned
    into, whoever asked too.

    Pressing twice is harmless. Raises Settled where it was settled otherwise.
    """
    _lock(wanted)
    if wanted.is_settled:
        if wanted.state is state and (became is None or wanted.became_id == became.id):
            return
        raise Settled
    wanted.move_to(state)
    wanted.closed_at, wanted.closed_by_id, wanted.became = now, by.id, became
    trail.record(f"help_wanted.{state}", wanted, by=by, now=now, circle_id=wanted.meeting.circle_id)
    db.session.flush()
    _tell_who_claimed("help_wanted_settled", wanted, by, now)
    if became is not None:
        _tell_who_asked(wanted, by, now)


def _tell_who_claimed(kind: str, wanted: HelpWanted, by: User, now: datetime) -> None:
    """Tell whoever is about to help what somebody else said of it."""
    helper = wanted.claimed_by
    if helper is None or helper.state is not UserState.ACTIVE or queries.help_of(helper, wanted.id) is None:
        return
    is_invited = wanted.became is not None and queries.is_outcome_seen(helper, wanted.id)
    told = {"help_id": wanted.id, "by": by.name, "is_invited": is_invited}
    key = f"{kind}:{wanted.id}:{now.isoformat()}"
    outbox.add_many(kind, [(helper, key, told)], by=by, now=now)


def _tell_who_asked(wanted: HelpWanted, by: User, now: datetime) -> None:
    told, key = {"help_id": wanted.id, "by": by.name}, f"help_wanted_became:{wanted.id}"
    seen = [one for one in asked_queries.who_wants(wanted) if queries.is_outcome_seen(one, wanted.id)]
    people = [(one, key, told) for one in seen if one.id != wanted.claimed_by_id]
    outbox.add_many("help_wanted_became", people, by=by, now=now)


def want_again(wanted: HelpWanted, *, by: User, now: datetime) -> None:
    """Take back that it is settled: it is whose it was, who is told, and as old as it is. Pressing twice is harmless.

    Raises Settled where somebody may not: `rules.can_want_again`.
    """
    _lock(wanted)
    if not wanted.is_settled:
        return
    if not rules.can_want_again(wanted, by, now):
        raise Settled
    has_helper = wanted.claimed_by is not None and wanted.claimed_by.state is UserState.ACTIVE
    if not has_helper:
        wanted.claimed_by = wanted.claimed_by_id = wanted.claimed_at = None
    wanted.move_to(HelpState.CLAIMED if has_helper else HelpState.OPEN)
    wanted.closed_at = wanted.closed_by_id = None
    trail.record("help_wanted.wanted_again", wanted, by=by, now=now, circle_id=wanted.meeting.circle_id)
    db.session.flush()
    _tell_who_claimed("help_wanted_again", wanted, by, now)


def require_unsettled(wanted: HelpWanted) -> None:
    """Hold it, so that nobody else settles it before this transaction ends. Raises Settled."""
    _lock(wanted)
    if wanted.is_settled:
        raise Settled
