"""What the note of a round begins with: what the teams' cards say, before anybody types.

It stands between `:::internal` and `:::`, because teams wrote it for one another: it leaves the organisation only where
somebody takes it out of there.
"""

from dataclasses import dataclass

from studyhub.circles.models import CircleKind
from studyhub.meetings.models import Meeting
from studyhub.notes.edits.gathering import escaped
from studyhub.sos import queries
from studyhub.sos.models import HelpWanted, TeamUpdate
from studyhub.sos.wording import MOODS, happening


@dataclass(frozen=True)
class Said:
    """One team's card as Markdown shows it, every text in one line."""

    team: str
    mood: str
    line: str
    happenings: tuple[str, ...]
    troubles: str


@dataclass(frozen=True)
class RoundUp:
    """The cards that were handed in, those without one, and what help is wanted."""

    said: tuple[Said, ...]
    wishes: tuple[str, ...]


def is_round(meeting: Meeting) -> bool:
    """Whether its note begins so."""
    return meeting.circle.kind is CircleKind.SOS


def round_up(meeting: Meeting) -> RoundUp:
    """What stands on the cards of a round, in the language of the moment."""
    updates = [update for update in queries.updates_of([meeting.id]) if update.handed_in_at is not None and update.mood]
    said = [_said(update) for update in sorted(updates, key=lambda one: one.team.name.lower())]
    wishes = [_wish(one) for one in queries.in_round(meeting) if not one.is_settled]
    return RoundUp(tuple(said), tuple(wishes))


def _said(update: TeamUpdate) -> Said:
    shown = tuple(escaped(happening(one)) for one in update.happenings if one.is_shown)
    mood = str(MOODS[update.mood]) if update.mood else ""
    return Said(escaped(update.team.name), mood, escaped(update.line), shown, escaped(update.troubles))


def _wish(wanted: HelpWanted) -> str:
    return f"{escaped(wanted.team.name)}: {escaped(wanted.what)}"
