"""Slides and other links of a chapter: added and put in order by whoever presents it, and by organisers."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import rules
from studyhub.meetings.forms import LinkForm, typed
from studyhub.meetings.material import arranging, queries
from studyhub.meetings.models import Meeting
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, organizes, visible_meeting
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/links")
@member_required
def links(meeting_id: int, chapter_id: int) -> Any:
    """The links, and one more."""
    return _page(*_own_chapter(meeting_id, chapter_id), LinkForm(formdata=None))


def _own_chapter(meeting_id: int, chapter_id: int) -> tuple[Meeting, Chapter]:
    """A chapter whose links the reader arranges; 404 where there is none, 403 where they are others' to arrange."""
    meeting = visible_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    if not rules.can_arrange_links(queries.own_states(chapter, current_user()), organizes=organizes(meeting)):
        abort(403)
    return meeting, chapter


def _page(meeting: Meeting, chapter: Chapter, form: LinkForm) -> str:
    found = queries.of_chapter(chapter)
    context = {"meeting": meeting, "circle": meeting.circle, "chapter": chapter, "links": found, "form": form}
    return render_template("meetings/material/links.html", **context, takes_more=len(found) < arranging.LINKS_MAX)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/links")
@member_required
def create_link(meeting_id: int, chapter_id: int) -> Any:
    """Add one."""
    meeting, chapter = _own_chapter(meeting_id, chapter_id)
    form = LinkForm()
    if not form.validate_on_submit():
        return _page(meeting, chapter, form), 422
    try:
        arranging.add(
            meeting, chapter, typed(form.title.data), typed(form.url.data), by=current_user(), now=clock.now()
        )
    except arranging.EnoughLinks:
        db.session.rollback()
        form.url.errors = [_("There are ten links already. Please take one away first.")]
        return _page(*_own_chapter(meeting_id, chapter_id), form), 422
    db.session.commit()
    flash(_("The link stands on the session's page, for members alone."), "success")
    return _back(meeting, chapter)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/links/<id:link_id>/delete")
@member_required
def delete_link(meeting_id: int, chapter_id: int, link_id: int) -> Any:
    """Take one away."""
    meeting, chapter = _own_chapter(meeting_id, chapter_id)
    arranging.remove(meeting, chapter, link_id, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The link is taken away."), "success")
    return _back(meeting, chapter)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/links/<id:link_id>/move")
@member_required
def move_link(meeting_id: int, chapter_id: int, link_id: int) -> Any:
    """Put one before the one in front of it."""
    meeting, chapter = _own_chapter(meeting_id, chapter_id)
    arranging.move_up(meeting, chapter, link_id, by=current_user(), now=clock.now())
    db.session.commit()
    return _back(meeting, chapter)


def _back(meeting: Meeting, chapter: Chapter) -> Any:
    return redirect(url_for("meetings.links", meeting_id=meeting.id, chapter_id=chapter.id), 303)
