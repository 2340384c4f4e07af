"""Asking for cards the day before, and telling leads of help that three rounds did not bring. Nothing commits."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.sos import asked_queries, queries
from studyhub.sos.ages import ROUNDS_UNTIL_LEADS
from studyhub.sos.models import HelpWanted
from studyhub.sos.moves import HelpState


def ask_for_cards(now: datetime) -> None:
    """Tell those who are to write the card of a team first, once for each round."""
    for meeting in asked_queries.rounds_to_ask_for(now):
        messages = outbox.without_told(
            (user, f"team_update_wanted:{meeting.id}:{team_id}", {"meeting_id": meeting.id, "team_id": team_id})
            for team_id, user in asked_queries.first_asked(meeting)
        )
        if messages:
            outbox.add_many("team_update_wanted", messages, now=now)


def is_card_wanted(payload: Payload, reader: User, now: datetime) -> bool:
    """Whether a card is still missing, and the round yet to begin."""
    meeting = queries.round_of(reader, payload["meeting_id"])
    if meeting is None or not meeting.is_open(now) or queries.own_team(reader, payload["team_id"]) is None:
        return False
    update = queries.update_of(meeting, payload["team_id"])
    return update is None or update.handed_in_at is None


def escalate(now: datetime) -> None:
    """Tell the leads of the teams concerned, once, of help that is wanted after three rounds."""
    for wanted in queries.asked_for_three_rounds(now, ROUNDS_UNTIL_LEADS):
        team_ids = {wanted.team_id}
        if wanted.claimed_by and (team_id := asked_queries.primary_team_id(wanted.claimed_by)):
            team_ids.add(team_id)
        told = asked_queries.leads(team_ids, wanted.meeting.circle)
        key, payload = f"help_wanted_for_long:{wanted.id}", {"help_id": wanted.id}
        outbox.add_many("help_wanted_for_long", [(user, key, payload) for user in told], now=now)
        wanted.escalated_at = now
        trail.record("help_wanted.escalated", wanted, by=None, now=now, circle_id=wanted.meeting.circle_id)


def is_help_wanted(payload: Payload, reader: User, _now: datetime) -> bool:
    """Whether it is still unsettled, and the reader may know of it."""
    wanted = queries.help_of(reader, payload["help_id"])
    return wanted is not None and not wanted.is_settled


def is_settled(payload: Payload, reader: User, _now: datetime) -> bool:
    """Whether nobody wants it again, and the reader may know of it."""
    wanted = queries.help_of(reader, payload["help_id"])
    return wanted is not None and wanted.is_settled


def is_theirs(payload: Payload, reader: User, _now: datetime) -> bool:
    """Whether the reader has claimed it, and may know of it."""
    wanted = queries.help_of(reader, payload["help_id"])
    return wanted is not None and wanted.state is HelpState.CLAIMED and wanted.claimed_by_id == reader.id


def is_what_came_of_it_seen(payload: Payload, reader: User, _now: datetime) -> bool:
    """Whether the reader may open what help wanted became."""
    return queries.is_outcome_seen(reader, payload["help_id"])


def is_claim_of(payload: Payload, reader: User, _now: datetime) -> bool:
    """Whether this claim still holds, and the reader may know of it."""
    wanted = queries.help_of(reader, payload["help_id"])
    since = wanted.claimed_at if wanted is not None and wanted.state is HelpState.CLAIMED else None
    return since is not None and since.isoformat() == payload["claimed_at"]


def is_nobodys(payload: Payload, reader: User, _now: datetime) -> bool:
    """Whether it is still open after it was given back, and the reader may know of it."""
    wanted = queries.help_of(reader, payload["help_id"])
    return wanted is not None and wanted.state is HelpState.OPEN


def wanted_in(payload: Payload) -> HelpWanted | None:
    """What a message is about."""
    return db.session.get(HelpWanted, payload["help_id"])


def round_in(payload: Payload) -> Meeting | None:
    """The round that a message is about."""
    return db.session.get(Meeting, payload["meeting_id"])
