"""What the worker does for reminders about once a minute. Nothing here commits."""

from datetime import datetime

from studyhub.reminders import digest, queries, reminding, unfinished
from studyhub.settings import organization


def remind(now: datetime) -> None:
    """Remind of sessions to come."""
    ours = organization.current().time_zone
    reminding.remind_of_sessions(now, ours, queries.reader_zones(ours))


def remind_of_unfinished(now: datetime) -> None:
    """Remind of notes that are not shared and of texts that wait for an editor."""
    ours = organization.current().time_zone
    zones = queries.reader_zones(ours)
    unfinished.remind_of_notes(now, ours, zones)
    unfinished.remind_of_requests(now, ours, zones)


def send_digests(now: datetime) -> None:
    """Say on Monday what comes."""
    digest.send(now, organization.current().time_zone)


TICKS = (remind, remind_of_unfinished, send_digests, reminding.forget_old)
