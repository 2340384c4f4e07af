"""Publishing a draft: what everybody sees from then on, and what people keep their evenings free for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.candidates import candidates
from studyhub.rota.changes import Change, changes_of
from studyhub.rota.drafting import cut_around
from studyhub.rota.models import DraftShift, RotaDraft, Shift, sequence_after
from studyhub.rota.planning.inputs import Role, Seat, ShiftKind
from studyhub.rota.swaps import hours, settling
from studyhub.rota.swaps.anew import absent
from studyhub.rota.swaps.anew.planned import swapped
from studyhub.rota.swaps.anew.seating import Seating, seating
from studyhub.settings import organization


class Settled(Exception):
    """The draft is published or discarded already."""


class CutOtherwise(Exception):
    """Borders, days off or roles are others than when the draft was made."""


class Begun(Exception):
    """Some of what a draft gives to somebody has begun since it was made."""


class Stale(Exception):
    """What changed since the draft was made: the shifts, the arguments, whose people are not there any more."""


def publish(draft: RotaDraft, *, by: User, now: datetime) -> list[Change]:
    """Make a draft the rota, and tell everybody whose shifts it changes once. Returns the changes.

    Shifts that are there by other borders or roles no more are taken away; those that began stay. Raises Settled, and
    where it has to be planned again: Begun, CutOtherwise, and Stale where somebody may not have their shift any more.
    For what people took over and cannot serve, others are asked (`absent`). Does not commit.
    """
    # Of two rotas beside each other the later one is fitted to what the first one published.
    queries.lock_planning()
    db.session.refresh(draft, with_for_update={"of": RotaDraft})
    if draft.published_at is not None or draft.discarded_at is not None:
        raise Settled
    changes = changes_of(draft)
    _require_to_come(draft, changes, now)
    _require_fresh(draft, now)
    _apply(draft, changes, queries.rules().points, by=by, now=now)
    draft.published_at, draft.published_by_id = now, by.id
    trail.record("rota.published", draft.rota, by=by, now=now, after={"changes": len(changes)})
    _tell(draft, changes, by=by, now=now)
    absent.ask_for_absent(queries.shifts_from(draft.rota, queries.today(now)), by=by, now=now)
    return changes


def _require_to_come(draft: RotaDraft, changes: Iterable[Change], now: datetime) -> None:
    """What began is what somebody served, and is paid for: a draft that lay about does not say otherwise.

    Of a rota of which nothing is published the present day counts, whatever of it has begun.
    """
    if not queries.is_published(draft.rota):
        is_late = draft.from_on < queries.today(now)
    else:
        shifts = (shift for one in changes for shift in (one.planned, one.published) if shift is not None)
        is_late = any(shift.starts_at <= now for shift in shifts)
    if is_late:
        raise Begun


def _require_fresh(draft: RotaDraft, now: datetime) -> None:
    """A draft is cut as rules, closed days and shifts around it say now, and its people may still have what they do."""
    kept_rules = queries.rules()
    rules = kept_rules.for_planning(organization.current().time_zone)
    known = swapped(queries.shifts_from(draft.rota, draft.from_on))
    slots, outside = cut_around(draft.from_on, draft.rota.ends_on, rules, known)
    planned = queries.shifts_of_draft(draft)
    cut = {
        (slot.starts_at, slot.ends_at, slot.kind, role): (number, rules.roles.index(role))
        for number, slot in enumerate(slots)
        for role in rules.roles
    }
    if cut.keys() != {_as_cut(shift) for shift in planned}:
        raise CutOtherwise
    pool = candidates(draft.from_on, draft.rota.ends_on, kept_rules, now=now, outside=outside)
    stays = known.stays()
    ours = {cut[_as_cut(shift)]: shift for shift in planned if (shift.starts_at, shift.role) not in stays}
    gone = _gone(seating(slots, pool, rules, known), ours)
    if gone:
        raise Stale(*gone)


def _as_cut(shift: DraftShift) -> tuple[datetime, datetime, ShiftKind, Role]:
    return shift.starts_at, shift.ends_at, shift.kind, shift.role


def _gone(board: Seating, planned: Mapping[Seat, DraftShift]) -> list[DraftShift]:
    """The shifts that whoever is to have them may not keep, or may not take beside what everybody keeps."""
    people = {seat: shift.user_id for seat, shift in planned.items() if shift.user_id is not None}
    kept = {seat: id_ for seat, id_ in people.items() if board.published.get(seat) == id_}
    gone = [seat for seat, id_ in kept.items() if not board.keep(seat, id_)]
    gone += [seat for seat, id_ in people.items() if seat not in kept and not board.give(seat, id_)]
    return [planned[seat] for seat in gone]


def _apply(
    draft: RotaDraft, changes: Sequence[Change], points: Mapping[ShiftKind, int], *, by: User, now: datetime
) -> None:
    """The shifts become those of the draft, and so do the hours people have given away."""
    hours.forget([one.published for one in changes if one.published])
    gone = [one.published for one in changes if one.published and not one.planned]
    others = settling.drop(gone, [one.planned for one in changes if one.planned], by=by, now=now)
    for one in changes:
        if one.planned is None and one.published is not None:
            db.session.delete(one.published)
    # A border that moved may leave a shift that begins as one did that is taken away.
    db.session.flush()
    sequence = sequence_after(queries.publications(draft.rota))
    shifts = [
        _set(one.planned, one.published or Shift(rota_id=draft.rota_id, sequence=sequence - 1), points, now)
        for one in changes
        if one.planned is not None
    ]
    db.session.add_all(shifts)
    db.session.flush()
    settling.end_vacancies(shifts, now=now)
    settling.settle({shift.id: shift for shift in (*shifts, *others)}.values(), now=now)


def _set(planned: DraftShift, shift: Shift, points: Mapping[ShiftKind, int], now: datetime) -> Shift:
    shift.role, shift.starts_at = planned.role, planned.starts_at
    shift.sequence, shift.changed_at = shift.sequence + 1, now
    shift.day, shift.kind, shift.ends_at = planned.day, planned.kind, planned.ends_at
    shift.user_id, shift.reason, shift.points = planned.user_id, planned.reason, points[planned.kind]
    return shift


def _tell(draft: RotaDraft, changes: Iterable[Change], *, by: User, now: datetime) -> None:
    """One message for each whose shifts changed, with all that they have or lose by it."""
    told: dict[int, Payload] = {}
    for one in changes:
        lost, given = (one.before_id, one.published, one.before_until), (one.after_id, one.planned, None)
        for word, (user_id, shift, until) in (("lost", lost), ("given", given)):
            if one.is_told and user_id is not None and shift is not None:
                payload = told.setdefault(
                    user_id, {"rota": draft.rota.name, "rota_id": draft.rota_id, "lost": [], "given": []}
                )
                ends_at = until or shift.ends_at
                payload[word].append([shift.starts_at.isoformat(), ends_at.isoformat(), shift.role.value])
    people = queries.people_of(told)
    messages = [(user, f"rota_published:{draft.id}", told[user.id]) for user in people]
    outbox.add_many("rota_published", messages, by=by, now=now)
