"""Asking people in a fair order, and what everybody has done; organisers only."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from studyhub import clock
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings.assigning import asking, load_page, reasons
from studyhub.meetings.views.attempts import attempt
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, organized_meeting
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

bp.add_app_template_filter(reasons.why, "why")
bp.add_app_template_filter(reasons.load_of, "load")


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/asking")
@member_required
def create_asking(meeting_id: int, chapter_id: int) -> Any:
    """Ask whoever is first in the fair order."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The first who can present is asked. If they say no or stay silent, the next one is asked by itself.")
    attempt(lambda: asking.ask_first(meeting, chapter, by=current_user(), now=clock.now()), done)
    return _chapter_page(meeting_id, chapter_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/presenters/<id:assignment_id>/last")
@member_required
def update_last(meeting_id: int, chapter_id: int, assignment_id: int) -> Any:
    """Ask nobody by itself after this person."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("Nobody is asked by itself after this person. If they say no, the chapter is open.")
    attempt(lambda: asking.stop(meeting, chapter, assignment_id, by=current_user(), now=clock.now()), done)
    return _chapter_page(meeting_id, chapter_id)


def _chapter_page(meeting_id: int, chapter_id: int) -> Any:
    return redirect(url_for("meetings.edit_chapter", meeting_id=meeting_id, chapter_id=chapter_id), 303)


@bp.post("/circles/<slug>/asking")
@member_required
def create_asking_for_all(slug: str) -> Any:
    """Ask for every open chapter of the coming sessions."""
    circle = organized_circle(slug)
    outcome = asking.ask_for_all(circle, by=current_user(), now=clock.now())
    db.session.commit()
    if outcome.asked:
        asked = ngettext("%(num)s chapter is asked for.", "%(num)s chapters are asked for.", len(outcome.asked))
        flash(asked, "success")
    if outcome.left:
        left = ngettext(
            "For %(num)s chapter nobody can be asked.", "For %(num)s chapters nobody can be asked.", len(outcome.left)
        )
        flash(left, "error")
    if outcome.later:
        later = ngettext(
            "%(num)s later chapter can be asked for by pressing again.",
            "%(num)s later chapters can be asked for by pressing again.",
            outcome.later,
        )
        flash(later, "notice")
    if not outcome.asked and not outcome.left:
        flash(_("No chapter of the coming sessions is open."), "notice")
    return redirect(url_for("meetings.loads", slug=slug), 303)


@bp.get("/circles/<slug>/loads")
@member_required
def loads(slug: str) -> str:
    """What everybody and every team has presented and is to present."""
    circle = organized_circle(slug)
    return render_template(
        "meetings/assigning/loads.html", circle=circle, page=load_page.load_page(circle, now=clock.now())
    )
