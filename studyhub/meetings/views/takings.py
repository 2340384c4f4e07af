"""Undoing, for a minute, what takes something from somebody: their place, their chapter. Organisers only."""

from datetime import datetime
from typing import Any, Protocol

from flask import abort, flash, redirect, url_for

from studyhub import clock
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Circle
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings import takings
from studyhub.meetings.assigning import suggestions, swapping
from studyhub.meetings.signing_up import removing, taking_out
from studyhub.meetings.takings import PutBack
from studyhub.meetings.views.blueprint import bp
from studyhub.people.models import User
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


class Undo(Protocol):
    """Gives back what an event took. Raises TooLateToUndo."""

    def __call__(self, event: AuditEvent, *, by: User, now: datetime) -> PutBack: ...


UNDO: dict[str, Undo] = {
    removing.ACTION: removing.undo,
    taking_out.ACTION: taking_out.undo,
    suggestions.TAKEN_OFF: suggestions.undo_taking_off,
    swapping.ACTION: swapping.undo,
}


@bp.post("/takings/<id:event_id>/delete")
@member_required
def delete_taking(event_id: int) -> Any:
    """Undo: the person has what was taken."""
    event, circle = _organized_event(event_id)
    try:
        back = UNDO[event.action](event, by=current_user(), now=clock.now())
    except takings.TooLateToUndo:
        db.session.rollback()
        flash(_("This cannot be undone any more."), "error")
    else:
        db.session.commit()
        flash(_("Undone: everything is as it was, and nobody is told."), "success")
        _say_what_is_gone(back)
    return redirect(_page_of(event, circle), 303)


def _organized_event(event_id: int) -> tuple[AuditEvent, Circle]:
    event = db.session.get(AuditEvent, event_id)
    circle = db.session.get(Circle, event.circle_id or 0) if event and event.action in UNDO else None
    if event is None or circle is None:
        abort(404)
    return event, organized_circle(circle.slug)


def _page_of(event: AuditEvent, circle: Circle) -> str:
    if event.action == removing.ACTION:
        return url_for("meetings.people", meeting_id=event.subject_id)
    if event.action == taking_out.ACTION:
        return url_for("circles.people", slug=circle.slug)
    return url_for("meetings.show", meeting_id=(event.after or {})["meeting_id"])


def _say_what_is_gone(back: PutBack) -> None:
    if back.waits:
        waits = ngettext(
            "Somebody else has got the seat meanwhile, and keeps it: they wait in front of all others.",
            "In %(num)s sessions others have got the seats meanwhile, and keep them: they wait in front of all others.",
            back.waits,
        )
        flash(waits, "notice")
    for chapter, names in back.gone:
        who = polite(names)
        flash(_("“%(title)s” has gone to %(names)s meanwhile, and stays there.", title=chapter, names=who), "notice")
