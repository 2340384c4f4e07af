"""What a form says is kept, wherever the form stood."""

from flask import flash

from studyhub import clock
from studyhub.actions import deciding, giving
from studyhub.actions.around import around, owners
from studyhub.actions.forms import LineForm
from studyhub.actions.giving import NotInCircle, Task
from studyhub.actions.places import Place
from studyhub.actions.reading.headings import Kind
from studyhub.actions.reading.suggesting import read
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.web.guards import hourly
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import day
from studyhub.words.saying import gettext as _


def keep(place: Place, kind: str, task: Task) -> None:
    """Keep it and say so. Does not commit. Raises NotInCircle."""
    by, now = current_user(), clock.now()
    if kind == Kind.DECISION:
        deciding.decide(place, task.text, by=by, now=now)
        flash(_("Kept as a decision."), "success")
        return
    giving.give(place, task, by=by, now=now)
    flash(said(task), "success")


def said(task: Task) -> str:
    """What was kept of an action: who and until when, as far as it is known."""
    known = {"name": task.owner.name if task.owner else "", "day": day(task.due_on) if task.due_on else ""}
    words = {
        (True, True): _("Kept as an action of %(name)s, until %(day)s.", **known),
        (True, False): _("Kept as an action of %(name)s, without a day.", **known),
        (False, True): _("Kept as an action, until %(day)s.", **known),
        (False, False): _("Kept as an action, without a day."),
    }
    return str(words[task.owner is not None, task.due_on is not None])


def keep_line(circle: Circle, meeting: Meeting | None, note_id: int | None, form: LineForm) -> None:
    """Keep a line somebody typed, with who and when as read in it. Does not commit.

    Ends the request with 429 where the owner was told too much in this hour.
    """
    found = read(form.text.data or "", form.chosen, around(circle, meeting, owners(circle), now=clock.now()))
    owner = db.session.get(User, found.owner_id) if found.owner_id else None
    if owner is not None:
        # Of whom the line speaks is known only now that it is read.
        hourly.require_may_tell({owner.id})
    place = Place(circle, meeting, note_id)
    try:
        keep(place, found.kind, Task(found.text, owner, found.due_on))
    except NotInCircle:
        # They left this very moment: what was typed is kept, and nobody has it yet.
        keep(place, found.kind, Task(found.text, None, found.due_on))
