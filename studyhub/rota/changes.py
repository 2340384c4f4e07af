"""What a draft changes of what is published, and what that means for each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from studyhub.rota import queries
from studyhub.rota.models import DraftShift, RotaDraft, Shift
from studyhub.rota.planning.inputs import ShiftKind


@dataclass(frozen=True)
class Change:
    """A shift that is another person's, or there or not there, by a draft. Ids of people; None is vacant.

    Whose it was, and until when, is kept beside the published row: publishing the draft writes over that.
    """

    planned: DraftShift | None
    published: Shift | None
    before_id: int | None
    before_until: datetime | None

    @property
    def after_id(self) -> int | None:
        return self.planned.user_id if self.planned else None

    @property
    def shift(self) -> DraftShift | Shift | None:
        """The shift as it is planned, or as it was where it goes."""
        return self.planned or self.published

    @property
    def is_told(self) -> bool:
        """Whether somebody gains or loses something by it, or has it at other hours."""
        return self.before_id != self.after_id or self._moves

    @property
    def _moves(self) -> bool:
        return bool(self.planned and self.published and self.planned.ends_at != self.before_until)


def changes_of(draft: RotaDraft) -> list[Change]:
    """Every shift that a draft changes, in order of time; all of them where nothing is published yet."""
    return changes_between(queries.shifts_of_draft(draft), queries.shifts_from(draft.rota, draft.from_on))


def changes_between(planned: Iterable[DraftShift], published: Iterable[Shift]) -> list[Change]:
    """What a plan changes of what is published for the same days, in order of time."""
    plans = {(one.starts_at, one.role): one for one in planned}
    known = {(one.starts_at, one.role): one for one in published}
    pairs = ((plans.get(key), known.get(key)) for key in sorted(plans.keys() | known.keys()))
    return [_change(plan, shift) for plan, shift in pairs if plan is None or shift is None or _differ(plan, shift)]


def _change(planned: DraftShift | None, published: Shift | None) -> Change:
    before_id, before_until = (published.user_id, published.ends_at) if published else (None, None)
    return Change(planned, published, before_id, before_until)


def told(changes: Iterable[Change]) -> int:
    """How many people changes are told to."""
    both = ((one.before_id, one.after_id) for one in changes if one.is_told)
    return len({person for pair in both for person in pair if person is not None})


def _differ(planned: DraftShift, published: Shift) -> bool:
    return (planned.user_id, planned.ends_at, planned.kind) != (published.user_id, published.ends_at, published.kind)


def points_by_person(changes: Iterable[Change], points: Mapping[ShiftKind, int]) -> dict[int, int]:
    """By person what they gain (more than 0) or lose by changes, in points; whoever stays as they were is left out."""
    gained: Counter[int] = Counter()
    for one in changes:
        if one.published and one.published.user_id is not None:
            gained[one.published.user_id] -= one.published.points
        if one.planned and one.planned.user_id is not None:
            gained[one.planned.user_id] += points[one.planned.kind]
    return {person: delta for person, delta in sorted(gained.items()) if delta}
