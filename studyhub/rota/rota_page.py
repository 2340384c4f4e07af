"""One rota as its page shows it: weeks of days, what a draft changes, what is vacant and why, and who has how much."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.changes import Change, changes_between, points_by_person, told
from studyhub.rota.models import DraftShift, Rota, RotaDraft, Shift
from studyhub.rota.planning.cutting import A_DAY, kind_of
from studyhub.rota.planning.explaining import Vacancy, Why
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.reasons import restored
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.services import queries as services
from studyhub.settings import organization

AnyShift = Shift | DraftShift


@dataclass(frozen=True)
class Place:
    """One role of a shift on the page: who has it, and who had it where a draft changes that.

    `duties` are who really has the hours of a published shift that no draft changes.
    """

    role: Role
    user_id: int | None
    before_id: int | None
    is_changed: bool
    duties: Sequence[Duty] = ()


@dataclass
class Day:
    """A day of the calendar; without places where it lies outside the rota.

    It is doubtful where it is to come and of another kind now than it was planned as.
    """

    day: date
    kind: ShiftKind | None = None
    is_doubtful: bool = False
    places: list[Place] = field(default_factory=list)

    def is_of(self, user_id: int) -> bool:
        """Whether somebody has a shift that begins on it."""
        return any(user_id in _who(place) for place in self.places)

    @property
    def is_vacant(self) -> bool:
        return any(None in _who(place) for place in self.places)


def _who(place: Place) -> set[int | None]:
    """Everybody who has hours of it; None where some are vacant."""
    return {duty.user_id for duty in place.duties} or {place.user_id}


@dataclass(frozen=True)
class Balance:
    """What somebody has in a rota, and by how much a draft changes their points."""

    person: User
    points: float
    shifts: Mapping[ShiftKind, int]
    delta: int


@dataclass(frozen=True)
class Page:
    """A rota, as whoever looks may see it."""

    rota: Rota
    draft: RotaDraft | None
    changes: list[Change]
    weeks: list[list[Day]]
    people: Mapping[int, User]
    vacancies: list[tuple[AnyShift, Why | Vacancy]]
    balance: list[Balance]
    is_keeper: bool
    is_published: bool
    today: date
    is_to_come: bool

    @property
    def weeks_gone(self) -> list[list[Day]]:
        """The weeks that are over; all of a rota that is over stand as usual."""
        gone = [week for week in self.weeks if week[-1].day < self.today]
        return gone if len(gone) < len(self.weeks) else []

    @property
    def weeks_left(self) -> list[list[Day]]:
        """The weeks from the present one on."""
        return self.weeks[len(self.weeks_gone) :]

    @property
    def doubtful(self) -> list[date]:
        """The days that have to be planned again: closed since, or not closed any more."""
        return [day.day for week in self.weeks for day in week if day.is_doubtful]

    @property
    def moved(self) -> list[Change]:
        """The changes by which somebody gains or loses a shift, or has it at other hours, in order of time."""
        return [one for one in self.changes if one.is_told]

    @property
    def told(self) -> int:
        """How many people would be told of them."""
        return told(self.changes)

    @property
    def deltas(self) -> list[Balance]:
        """Whose points a draft changes, the largest change first."""
        return sorted((one for one in self.balance if one.delta), key=lambda one: (-abs(one.delta), one.person.id))


def pool(*, now: datetime) -> int:
    """How many people can be planned."""
    return len(services.ready_people(now, services=queries.rules().services_least))


def page(rota: Rota, reader: User, *, now: datetime) -> Page:
    """The page of a rota; a draft is on it for keepers alone."""
    published = queries.shifts_of(rota)
    draft = queries.open_draft(rota) if reader.is_rota_keeper else None
    planned = queries.shifts_of_draft(draft) if draft else []
    changes = changes_between(planned, _from(draft, published)) if draft else []
    shown: list[AnyShift] = [*_before(draft, published), *planned]
    points, today = queries.rules().points, queries.today(now)
    duties = _duties(published, changes)
    people = _people(shown, changes, duties, queries.shared_out_among(rota, draft))
    weeks = _weeks(rota, shown, {_key(one.published): one for one in changes if one.published}, duties)
    _mark_doubtful(weeks, today)
    return Page(
        rota,
        draft,
        changes,
        weeks=weeks,
        people=people,
        vacancies=[(one, restored(one.reason)) for one in shown if _is_vacant(one, duties) and one.ends_at > now],
        balance=_balance(shown, people, points_by_person(changes, points), points, duties),
        is_keeper=reader.is_rota_keeper,
        is_published=bool(published),
        today=today,
        is_to_come=rota.ends_on > today or not published,
    )


def _duties(published: Collection[Shift], changes: Iterable[Change]) -> dict[tuple[datetime, Role], list[Duty]]:
    """Who really has the hours of published shifts, save of those whose person a draft changes."""
    changed = {_key(one.published) for one in changes if one.published and one.is_told}
    held_by = held.by_shift(published)
    return {_key(one): held_by[one.id] for one in published if _key(one) not in changed}


def _is_vacant(shift: AnyShift, duties: Mapping[tuple[datetime, Role], Sequence[Duty]]) -> bool:
    """Whether nobody has it; hours of it that are vacant stand in the calendar."""
    return all(duty.user_id is None for duty in duties.get(_key(shift), ())) and shift.user_id is None


def _before(draft: RotaDraft | None, published: Iterable[Shift]) -> list[Shift]:
    """What is published and no draft plans again."""
    return [one for one in published if draft is None or one.day < draft.from_on]


def _from(draft: RotaDraft, published: Iterable[Shift]) -> list[Shift]:
    return [one for one in published if one.day >= draft.from_on]


def _key(shift: AnyShift) -> tuple[datetime, Role]:
    return shift.starts_at, shift.role


def _people(
    shown: Iterable[AnyShift],
    changes: Iterable[Change],
    duties: Mapping[tuple[datetime, Role], Sequence[Duty]],
    pool: Collection[int],
) -> dict[int, User]:
    """Everybody of a rota by their ids; whoever is still there of those it was shared out among may have nothing."""
    ids = {one.user_id for one in shown} | {one.before_id for one in changes}
    ids |= {duty.user_id for one in duties.values() for duty in one}
    found = queries.people_of({id_ for id_ in ids if id_ is not None}.union(pool))
    return {user.id: user for user in found if user.id in ids or user.is_member}


def _weeks(
    rota: Rota,
    shown: Iterable[AnyShift],
    changed: Mapping[tuple[datetime, Role], Change],
    duties: Mapping[tuple[datetime, Role], Sequence[Duty]],
) -> list[list[Day]]:
    """Weeks from Monday, each day with its places in order of time and role."""
    first = rota.starts_on - A_DAY * rota.starts_on.weekday()
    last = rota.ends_on + A_DAY * (6 - rota.ends_on.weekday())
    days = {first + A_DAY * number: Day(first + A_DAY * number) for number in range((last - first).days + 1)}
    for shift in shown:
        change = changed.get(_key(shift))
        is_changed = change is not None and change.is_told
        days[shift.day].kind = shift.kind
        days[shift.day].places.append(
            Place(
                shift.role,
                shift.user_id,
                change.before_id if change and is_changed else None,
                is_changed,
                duties.get(_key(shift), ()),
            )
        )
    ordered = list(days.values())
    return [ordered[begin : begin + 7] for begin in range(0, len(ordered), 7)]


def _mark_doubtful(weeks: Iterable[Iterable[Day]], today: date) -> None:
    closed = organization.days_off()
    for day in (day for week in weeks for day in week):
        day.is_doubtful = day.kind is not None and day.day > today and day.kind is not kind_of(day.day, closed)


def _balance(
    shown: Iterable[AnyShift],
    people: Mapping[int, User],
    deltas: Mapping[int, int],
    points: Mapping[ShiftKind, int],
    duties: Mapping[tuple[datetime, Role], Sequence[Duty]],
) -> list[Balance]:
    """Everybody it was shared out among, most points first; whoever has something by a swap, or loses all, too."""
    counts: dict[int, Counter[ShiftKind]] = defaultdict(Counter)
    sums: dict[int, float] = defaultdict(float)
    for shift in shown:
        for user_id, worth in _worth(shift, points, duties.get(_key(shift), ())):
            counts[user_id][shift.kind] += 1
            sums[user_id] += worth
    rows = [Balance(person, round(sums[id_], 1), counts[id_], deltas.get(id_, 0)) for id_, person in people.items()]
    return sorted(rows, key=lambda one: (-one.points, one.person.reading, one.person.id))


def _worth(shift: AnyShift, points: Mapping[ShiftKind, int], duties: Sequence[Duty]) -> Iterator[tuple[int, float]]:
    """Whoever has a shift with its points; of one that was swapped each with those of their hours."""
    if duties:
        # What is published is worth what it was when it was.
        yield from ((duty.user_id, duty.points) for duty in duties if duty.user_id is not None)
    elif shift.user_id is not None:
        yield shift.user_id, shift.points if isinstance(shift, Shift) else points[shift.kind]
