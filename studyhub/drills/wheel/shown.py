"""The wheel as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.drills.wheel import drawing, gathering, needs, picking, reasons
from studyhub.drills.wheel.drawing import Wedge
from studyhub.drills.wheel.facts import Board
from studyhub.drills.wheel.gathering import Gathered
from studyhub.drills.wheel.needs import Slice
from studyhub.drills.wheel.picking import Lack, Pick
from studyhub.meetings.models import Meeting
from studyhub.people.models import User

# So many spins show everything there is; whoever counts on is at the beginning again.
SPINS_MAX = 999
UNASKED_SHOWN = 3


@dataclass(frozen=True)
class Wheel:
    """What the wheel says after so many spins; `lack` is why it says nothing.

    `unasked` are services short of people of which everybody has seen all answers: they ask for a new scenario.
    """

    pick: Pick | None
    lack: Lack | None
    session: Meeting | None
    spin: int
    is_only: bool
    unasked: Sequence[Slice]

    @property
    def sentence(self) -> str:
        """The pick in words; of the picked."""
        return reasons.sentence(self.pick) if self.pick else ""

    @property
    def reasons(self) -> list[str]:
        """Why, in at most four lines."""
        return reasons.reasons(self.pick, self.session) if self.pick else []

    @property
    def wedges(self) -> list[Wedge]:
        """The slices as they are drawn."""
        return drawing.wedges(self.pick) if self.pick else []


def spins(text: str | None) -> int:
    """How often it was spun, as an address or a form says it; for anything else not at all."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > len(str(SPINS_MAX)):
        return 0
    return int(text)


def wheel(user: User, spin: int, now: datetime) -> Wheel:
    """The wheel for the next session that a person may open."""
    gathered = gathering.gather(user, now)
    found = _picked(gathered, spin)
    unasked = _unasked(gathered.board)
    if isinstance(found, Lack):
        return Wheel(None, found, gathered.session, spin, True, unasked)
    after = _picked(gathered, spin + 1)
    is_only = isinstance(after, Pick) and after.ids == found.ids
    return Wheel(found, None, gathered.session, spin, is_only, unasked)


def _picked(gathered: Gathered, spin: int) -> Pick | Lack:
    return picking.pick_drill(gathered.board, seed=gathered.seed, spin=spin)


def _unasked(board: Board) -> list[Slice]:
    """The services short of people that nobody can be asked about, those with fewest ready first."""
    asked = {one.service_id for one in board.scenarios if any(one.is_unseen_by(person) for person in board.people)}
    short = [(len(board.ready_for(one.id)), one) for one in board.services if one.id not in asked]
    found = sorted((ready, one.name, one.id, one) for ready, one in short if ready < needs.WANTED)
    return [Slice(one, 0, ready) for ready, _name, _id, one in found[:UNASKED_SHOWN]]
