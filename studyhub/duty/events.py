"""Shifts as events of calendars: of one person, of a team, of everybody, with the swaps that lie over them.

Each part of a shift is an event, known by the role, by when the shift begins and when the part does. What somebody had
and has no more is cancelled for them. A calendar reaches back as far as others do, and two years ahead, whatever was
planned. What the pager was told and has not confirmed says whom it still calls.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from studyhub.db import db
from studyhub.duty import earlier
from studyhub.pager import wording
from studyhub.pager.calling import Call, ahead
from studyhub.people.models import User
from studyhub.rota.models import LONGEST, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap
from studyhub.rota.wording import KINDS, ROLES
from studyhub.settings import organization
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.text.calendar_files import KEPT, CalendarEvent, EventStatus
from studyhub.words.saying import gettext as _

AHEAD = timedelta(days=731)
IsIn = Callable[[int | None], bool]


def of_person(user: User, root: str, now: datetime) -> list[CalendarEvent]:
    """What a person has and had of shifts."""
    own = [*_span(now - KEPT), or_(held.may_be_of(user.id), earlier.was_of(user.id))]
    return _events(own, lambda user_id: user_id == user.id, root, now, of_user_id=user.id)


def of_team(team: Team, root: str, now: datetime) -> list[CalendarEvent]:
    """What the people of a team have and had."""
    members = {row.user_id for row in db.session.scalars(teams.members_of(team))}
    return _events(_span(now - KEPT), lambda user_id: user_id in members, root, now)


def of_all(root: str, now: datetime) -> list[CalendarEvent]:
    """Every shift, vacant ones too."""
    return _events(_span(now - KEPT), lambda _user_id: True, root, now)


def _span(since: datetime) -> list[ColumnElement[bool]]:
    return [Shift.starts_at > since - LONGEST, Shift.ends_at > since, Shift.starts_at < since + AHEAD]


def _events(
    which: Sequence[ColumnElement[bool]], is_in: IsIn, root: str, now: datetime, *, of_user_id: int | None = None
) -> list[CalendarEvent]:
    names_person = of_user_id is None
    duties = held.duties_by(held.with_swaps(*which))
    swaps, before = _swaps(which), earlier.had(which)
    zone = organization.current().time_zone
    now_in = [duty for duty in duties if is_in(duty.user_id)]
    called = ahead(now_in, now)
    events = [
        _with_pager(_event(duty, swaps.get(duty.shift.id, ()), root, zone, names_person=names_person), called.get(duty))
        for duty in now_in
    ]
    known = {event.uid for event in events}
    for duty in _gone(duties, swaps, before, is_in, earlier.ended(now - KEPT, now - KEPT + AHEAD, of_user_id)):
        over = swaps.get(duty.shift.id, ())
        event = _event(duty, over, root, zone, names_person=names_person, is_gone=True)
        if event.uid not in known:
            known.add(event.uid)
            events.append(event)
    return sorted(events, key=lambda event: (event.starts_at, event.uid))


def _gone(
    duties: Iterable[Duty],
    swaps: Mapping[int, Sequence[Swap]],
    before: Mapping[int, Sequence[User]],
    is_in: IsIn,
    ended: Iterable[Duty],
) -> Iterator[Duty]:
    """What those of a calendar had at some time of the shifts there are, and of those that are there no more."""
    for shift in {duty.shift.id: duty.shift for duty in duties}.values():
        yield from _once(shift, swaps.get(shift.id, ()), is_in, before.get(shift.id, ()))
    yield from (duty for duty in ended if is_in(duty.user_id))


def _swaps(which: Sequence[ColumnElement[bool]]) -> dict[int, list[Swap]]:
    """Swaps that were ever in force, by shift."""
    rows = select(Swap).join(Swap.shift).where(*which, Swap.accepted_at.is_not(None))
    found: dict[int, list[Swap]] = defaultdict(list)
    for swap in db.session.scalars(rows.order_by(Swap.accepted_at, Swap.id)):
        found[swap.shift_id].append(swap)
    return found


def _once(shift: Shift, swaps: Iterable[Swap], is_in: IsIn, before: Iterable[User]) -> list[Duty]:
    """What those of a calendar had of a shift at some time: all of it, what was left beside a swap, or that."""
    taken = [Duty(shift, swap.starts_at, swap.ends_at, swap.taker, swap) for swap in swaps if is_in(swap.taker_id)]
    left = {shift.starts_at, *(swap.ends_at for swap in swaps if shift.starts_at < swap.ends_at < shift.ends_at)}
    published = [user for user in (shift.user, *before) if is_in(user.id if user else None)]
    return [
        Duty(shift, starts_at, shift.ends_at, user, None) for user in published for starts_at in sorted(left)
    ] + taken


def _event(
    duty: Duty, swaps: Sequence[Swap], root: str, zone: str, *, names_person: bool, is_gone: bool = False
) -> CalendarEvent:
    shift = duty.shift
    moments = [moment for swap in swaps for moment in (swap.accepted_at, swap.undone_at) if moment]
    changed_at = max([shift.changed_at, *moments])
    return CalendarEvent(
        uid=f"shift-{shift.role.value}-{_stamp(shift.starts_at)}-{_stamp(duty.starts_at)}@studyhub",
        # Each time hours change hands, or go back.
        sequence=shift.sequence + len(moments),
        summary=_summary(duty, names_person=names_person),
        description=str(KINDS[ShiftKind(shift.kind)]),
        location="",
        url=f"{root}/oncall/",
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        zone=zone,
        status=_status(duty, is_gone=is_gone),
        stamp=changed_at,
        modified=changed_at,
    )


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%MZ}"


def _with_pager(event: CalendarEvent, call: Call | None) -> CalendarEvent:
    """The event, saying whom the pager still calls; that it has confirmed changes it, too."""
    if call is None:
        return event
    words = wording.still_calls(call)
    moments = [moment for moment in (call.confirmed_at, call.asked_at) if moment]
    description = "\n".join([event.description, words]) if words else event.description
    return replace(event, description=description, modified=max([event.modified, *moments]))


def _summary(duty: Duty, *, names_person: bool) -> str:
    role = ROLES[Role(duty.role)]
    if not names_person:
        return _("On call: %(role)s", role=role)
    return _("On call: %(name)s (%(role)s)", name=duty.user.name if duty.user else _("vacant"), role=role)


def _status(duty: Duty, *, is_gone: bool) -> EventStatus:
    if is_gone:
        return EventStatus.CANCELLED
    return EventStatus.CONFIRMED if duty.user else EventStatus.TENTATIVE
