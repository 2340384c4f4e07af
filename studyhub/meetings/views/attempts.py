"""Doing something with a chapter, or saying why it could not be done."""

from collections.abc import Callable
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


def attempt(act: Callable[[], Any], done: Any, category: str = "success") -> None:
    """Do it and say so, or say why it could not be. Of what can be undone for a minute `act` hands back the event."""
    try:
        result = act()
    except assignments.ChapterTaken as taken:
        problem = _("Somebody else has this chapter by now.")
        if taken.args:
            names = polite(taken.args)
            problem = _("%(names)s was quicker and presents this chapter. Thank you for offering!", names=names)
    except assignments.ListenerNeverAsked:
        problem = _("Listeners present nothing. Whoever wants to present takes part in the circle first.")
    except assignments.AssignmentClosed:
        problem = _("Nothing can be changed about this chapter here any more.")
    except (assignments.NoAssignment, ImpossibleMove):
        problem = _("That does not fit any more: the chapter has changed meanwhile. Please look at it again.")
    except swapping.NothingToSwap:
        problem = _("These two chapters cannot be swapped: both need a presenter, and not the same one.")
    except chapters.NoNextChapter:
        problem = _("No chapter comes after this one in the session.")
    except chapters.NotInCircle:
        problem = _("Please choose a coming session of this circle.")
    except asking.NobodyLeft:
        problem = _("Nobody is left to ask: everybody who could present then was asked already, or cannot.")
    except covering.CannotBeAsked:
        problem = _("This person cannot be asked any more. Please look at who can.")
    except last_minute.TooEarly:
        problem = _("There is still time: please ask for cover instead.")
    except proposing.ProposalOver:
        problem = _("There is nothing to answer any more: the chapters have changed, or its time is over.")
    except proposing.CannotPropose:
        problem = _("This cannot be proposed any more. Please look at who presents what.")
    except deciding.NoNextMeeting:
        problem = _("No session comes after this one. Please add one, or choose something else.")
    else:
        db.session.commit()
        if isinstance(result, AuditEvent):
            flash_taken(result.id, done)
        else:
            flash(done, category)
        return
    db.session.rollback()
    flash(problem, "error")
