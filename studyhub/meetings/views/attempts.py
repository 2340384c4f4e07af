"""Doing something with a chapter, or saying why it could not be done."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.meetings.assigning import asking, assignments, chapters, swapping
from studyhub.meetings.assigning.between import proposing
from studyhub.meetings.assigning.cover import covering, deciding, last_minute
from studyhub.people.models import ImpossibleMove
from studyhub.web.pages.taken import flash_taken
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

_STALE = _l("That does not fit any more: the chapter has changed meanwhile. Please look at it again.")
PROBLEMS: dict[type[Exception], Any] = {
    assignments.ListenerNeverAsked: _l(
        "Listeners present nothing. Whoever wants to present takes part in the circle first."
    ),
    assignments.AssignmentClosed: _l("Nothing can be changed about this chapter here any more."),
    assignments.NoAssignment: _STALE,
    ImpossibleMove: _STALE,
    swapping.NothingToSwap: _l("These two chapters cannot be swapped: both need a presenter, and not the same one."),
    chapters.NoNextChapter: _l("No chapter comes after this one in the session."),
    chapters.NotInCircle: _l("Please choose a coming session of this circle."),
    asking.NobodyLeft: _l("Nobody is left to ask: everybody who could present then was asked already, or cannot."),
    covering.CannotBeAsked: _l("This person cannot be asked any more. Please look at who can."),
    last_minute.TooEarly: _l("There is still time: please ask for cover instead."),
    proposing.ProposalOver: _l("There is nothing to answer any more: the chapters have changed, or its time is over."),
    proposing.CannotPropose: _l("This cannot be proposed any more. Please look at who presents what."),
    deciding.NoNextMeeting: _l("No session comes after this one. Please add one, or choose something else."),
}


def attempt(act: Callable[[], Any], done: Any, category: str = "success") -> None:
    """Do it and say so, or say why it could not be. Of what can be undone for a minute `act` hands back the event."""
    try:
        result = act()
    except assignments.ChapterTaken as taken:
        _refuse(_taken_by(taken.args))
    except tuple(PROBLEMS) as refused:
        _refuse(next(said for kind, said in PROBLEMS.items() if isinstance(refused, kind)))
    else:
        db.session.commit()
        if isinstance(result, AuditEvent):
            flash_taken(result.id, done)
        else:
            flash(done, category)


def _taken_by(names: Sequence[str]) -> str:
    if not names:
        return _("Somebody else has this chapter by now.")
    return _("%(names)s was quicker and presents this chapter. Thank you for offering!", names=polite(names))


def _refuse(problem: Any) -> None:
    db.session.rollback()
    flash(str(problem), "error")
