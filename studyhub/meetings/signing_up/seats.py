"""Seats: the lock under which they are given, and who gets the ones that are free."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Row, Select, Update, bindparam, insert, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningInsert

from studyhub.circles.models import Circle
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db, kept
from studyhub.meetings import payloads, queries, telling
from studyhub.meetings.models import Meeting, Signup, SignupChange, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import User


def lock(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Hold other sign-ups of these meetings back until the transaction ends, and read their newest state.

    Always in order of id, so that two people joining the same meetings never wait for each other. On SQLite the
    writing transaction is the lock. Call it before changing anything: rows are read anew.
    """
    db.session.flush()
    return list(db.session.scalars(_locked(), {"ids": [meeting.id for meeting in meetings]}))


@kept
def _locked() -> Select[Meeting]:
    rows = select(Meeting).where(Meeting.id.in_(bindparam("ids", expanding=True))).order_by(Meeting.id)
    return rows.with_for_update().execution_options(populate_existing=True)


def lock_all(circle: Circle) -> list[Meeting]:
    """As `lock`, for every meeting of a circle: what moves dates or chapters touches its neighbours.

    In order of time.
    """
    locked = lock(db.session.scalars(queries.of_circle(circle)).all())
    return sorted(locked, key=lambda meeting: (meeting.starts_at, meeting.id))


def free_seats(meetings: Sequence[Meeting]) -> dict[int, int | None]:
    """Seats nobody holds in each meeting; None when there is no limit, never below 0."""
    taken = signup_queries.taken_seats(meeting.id for meeting in meetings)
    return {meeting.id: _free(meeting, taken.get(meeting.id, 0)) for meeting in meetings}


def _free(meeting: Meeting, taken: int) -> int | None:
    if not meeting.takes_new:
        return 0
    return None if meeting.capacity is None else max(meeting.capacity - taken, 0)


def fill_seats(meetings: Sequence[Meeting], *, now: datetime) -> list[Signup]:
    """Seat everyone on the waitlists who now fits and hand them back, in order. The meetings must be locked."""
    db.session.flush()
    free = free_seats([meeting for meeting in meetings if meeting.is_open(now)])
    seated = []
    for signup in signup_queries.waiting(free):
        left = free[signup.meeting_id]
        if left == 0:
            continue
        if left is not None:
            free[signup.meeting_id] = left - 1
        seated.append(signup)
    change(seated, SignupState.CONFIRMED, "seated", by=None, now=now)
    return seated


def promote(meetings: Sequence[Meeting], *, by: User, now: datetime) -> list[Signup]:
    """Seat whoever now fits and tell them, but for whoever freed the seat. Everything that can free one ends here.

    Of several sessions of one circle a person gets one message.
    """
    seated = fill_seats(meetings, now=now)
    theirs: dict[tuple[User, Circle], list[Signup]] = {}
    for one in sorted(seated, key=lambda one: (one.meeting.starts_at, one.meeting_id)):
        theirs.setdefault((one.user, one.meeting.circle), []).append(one)
    messages = [
        (user, f"promoted:{found[0].id}:{now.isoformat()}", _given(circle, [one.meeting for one in found]))
        for (user, circle), found in theirs.items()
    ]
    telling.tell("promoted", messages, by=by, now=now)
    return seated


def _given(circle: Circle, meetings: Sequence[Meeting]) -> dict[str, Any]:
    """In which of these somebody has a seat now, in order of time."""
    if len(meetings) == 1:
        return payloads.of_meeting(meetings[0])
    about = {"slug": circle.slug, "circle": circle.title, "zone": circle.time_zone}
    return {**about, "given": [payloads.of_meeting(one) for one in meetings]}


def change(
    signups: Sequence[Signup],
    state: SignupState,
    cause: str,
    *,
    by: User | None,
    now: datetime,
    audit_event_id: int | None = None,
) -> None:
    """Move sign-ups to another state, write down why, and keep people's calendars true."""
    before = {signup.id: signup.state for signup in signups}
    _move(signups, state)
    note_changes(signups, before, cause, by=by, now=now, audit_event_id=audit_event_id)
    if state is SignupState.CONFIRMED:
        hold_time(signups)
    else:
        release_time([signup for signup in signups if before[signup.id] is SignupState.CONFIRMED])


def _move(signups: Sequence[Signup], state: SignupState) -> None:
    for signup in signups:
        signup.require_move_to(state)
    if not signups:
        return
    # By one statement for all; a flush takes ten times as long as that.
    db.session.execute(_moved(), {"ids": [signup.id for signup in signups], "to": state})
    for signup in signups:
        set_committed_value(signup, "state", state)


@kept
def _moved() -> Update:
    rows = Signup.metadata.tables[Signup.__tablename__]
    return update(rows).where(rows.c.id.in_(bindparam("ids", expanding=True))).values(state=bindparam("to"))


def add(places: Iterable[tuple[int, int]], *, by: User, now: datetime) -> Sequence[Row[int, int, int, SignupState]]:
    """Let people wait for a seat, each given by the ids of session and person: id, session, person and state of each.

    Into the table: who is seated is read from it anyway.
    """
    told = {"state": SignupState.WAITLISTED, "joined_at": now}
    rows = [{"meeting_id": meeting_id, "user_id": user_id, **told} for meeting_id, user_id in places]
    added = db.session.execute(_added(), rows).all() if rows else []
    note_changes(added, {}, "signed_up", by=by, now=now)
    return added


@kept
def _added() -> ReturningInsert[int, int, int, SignupState]:
    rows = Signup.metadata.tables[Signup.__tablename__]
    return insert(rows).returning(rows.c.id, rows.c.meeting_id, rows.c.user_id, rows.c.state)


def note_changes(
    signups: Iterable[Signup | Row[int, int, int, SignupState]],
    before: Mapping[int, SignupState],
    cause: str,
    *,
    by: User | None,
    now: datetime,
    audit_event_id: int | None = None,
) -> None:
    """Write down what moved flushed sign-ups to their present states.

    `before` is where each was, by its id; new ones are not in it.
    """
    told = {"at": now, "cause": cause, "by_id": by.id if by else None, "audit_event_id": audit_event_id}
    rows = [{"signup_id": one.id, "before": before.get(one.id), "after": one.state, **told} for one in signups]
    if rows:
        db.session.execute(_changes(), rows)


@kept
def _changes() -> Insert:
    # Into the table: nobody asks for these rows in the transaction that writes them.
    return insert(SignupChange.metadata.tables[SignupChange.__tablename__])


def hold_time(signups: Iterable[Signup]) -> None:
    """Note in people's calendars that they are at their meetings."""
    calendar.hold_all(
        [
            {
                "source": source_of(signup),
                "kind": CommitmentKind.MEETING,
                "user_id": signup.user_id,
                "starts_at": signup.meeting.starts_at,
                "ends_at": signup.meeting.ends_at,
            }
            for signup in signups
        ]
    )


def release_time(signups: Sequence[Signup]) -> None:
    """Give people their time back."""
    if signups:
        calendar.release([source_of(signup) for signup in signups])


def source_of(signup: Signup) -> str:
    """The name under which a sign-up stands in the person's calendar."""
    return f"{SOURCE}{signup.id}"


SOURCE = "signup:"
