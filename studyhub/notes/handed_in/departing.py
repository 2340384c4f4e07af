"""Notes, and how their author is named outside, where two accounts of one person are made one. Nothing here commits."""

from datetime import datetime

from sqlalchemy import exists, select

from studyhub.db import db
from studyhub.notes.edits.together_models import Presence
from studyhub.notes.models import Note, Release, ReleaseAuthor, Revision, WorkingCopy
from studyhub.people.departing import OfPeople
from studyhub.people.models import NARROWEST_FIRST, User

_COPY = ("title", "source", "base_id", "saved_at")


def written_in(user: User) -> list[Note]:
    """Notes in which somebody has a text that is not saved, or has typed; in order of id."""
    mine = select(WorkingCopy.note_id).where(WorkingCopy.user_id == user.id)
    typed = select(Presence.note_id).where(Presence.user_id == user.id)
    return list(db.session.scalars(select(Note).where(Note.id.in_(mine.union(typed))).order_by(Note.id)))


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Let unsaved texts be there once, and whoever wrote with both be named by the narrower consent.

    The notes must be locked.
    """
    _narrow_outside_name(going, staying)
    _settle_copies(going, staying)


def _settle_copies(going: User, staying: User) -> None:
    """Of two texts of one note that are not saved the account that stays has the newer, and the other the older."""
    theirs, mine = _copies(going), _copies(staying)
    presences = _presences(going), _presences(staying)
    for note_id, copy in theirs.items():
        kept = mine.get(note_id)
        takes = kept is None or copy.saved_at > kept.saved_at
        _settle_presence(presences[0].pop(note_id, None), presences[1].get(note_id), staying, takes=takes)
        if kept is None:
            copy.user_id = staying.id
        elif takes:
            _swap(copy, kept)
    for note_id, presence in presences[0].items():
        _settle_presence(presence, presences[1].get(note_id), staying, takes=note_id not in mine)
    db.session.flush()


def _copies(user: User) -> dict[int, WorkingCopy]:
    return {one.note_id: one for one in db.session.scalars(select(WorkingCopy).where(WorkingCopy.user_id == user.id))}


def _presences(user: User) -> dict[int, Presence]:
    return {one.note_id: one for one in db.session.scalars(select(Presence).where(Presence.user_id == user.id))}


def _swap(one: WorkingCopy, other: WorkingCopy) -> None:
    for name in _COPY:
        mine, theirs = getattr(one, name), getattr(other, name)
        setattr(one, name, theirs)
        setattr(other, name, mine)


def _settle_presence(theirs: Presence | None, mine: Presence | None, staying: User, *, takes: bool) -> None:
    """What a copy holds of the shared text goes along with it; whoever typed with either account has typed."""
    if theirs is None:
        if mine is not None and takes:
            mine.step = -abs(mine.step)
        return
    if mine is None:
        theirs.user_id, theirs.step = staying.id, theirs.step if takes else -abs(theirs.step)
        return
    holds, other = (theirs.step, mine.step) if takes else (mine.step, theirs.step)
    mine.step = holds or -abs(other)
    db.session.delete(theirs)


def _narrow_outside_name(going: User, staying: User) -> None:
    """Whoever wrote with both accounts is named outside by the narrower of what they agreed to.

    Consent given with one account was not given for texts of the other; the person may widen it again.
    """
    wrote = select(exists().where(Revision.author_id == going.id))
    narrower = min(going.outside_name, staying.outside_name, key=NARROWEST_FIRST.index)
    if narrower is not staying.outside_name and db.session.scalar(wrote):
        staying.outside_name = narrower
        staying.pen_name = staying.pen_name or going.pen_name


OF_PEOPLE = OfPeople(
    moved=(
        Revision.author_id,
        Release.requested_by_id,
        Release.read_by_id,
        Release.approved_by_id,
        Release.retracted_by_id,
        ReleaseAuthor.user_id,
    ),
    one_by_one=(WorkingCopy.user_id, Presence.user_id),
    settle=settle,
)
