"""What is stuck on its way out, for editors: where, since when, and the one press that moves it on."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub import clock
from studyhub.db import db
from studyhub.desk import keeping, limits, nudging, page, stages
from studyhub.desk.forms import KeepingForm, LimitsForm
from studyhub.desk.stages import Stage
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting
from studyhub.notes import queries as notes
from studyhub.notes.models import Note, Release
from studyhub.people.models import User
from studyhub.web.guards.access import editor_required
from studyhub.web.guards.auth import current_user
from studyhub.words.names import polite

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("/")
@editor_required
def index() -> str:
    """All stages; of the one in `?all=` every line."""
    return _page(LimitsForm(formdata=None, **_days()))


def _page(form: LimitsForm, keeping_form: KeepingForm | None = None, keeping_note: Note | None = None) -> str:
    asked = request.args.get("all", "")
    return render_template(
        "desk/index.html",
        page=page.desk_page(current_user(), open_stage=Stage(asked) if asked in set(Stage) else None, now=clock.now()),
        shown=stages.SHOWN,
        open_stage=asked,
        form=form,
        keeping_form=keeping_form or KeepingForm(formdata=None),
        keeping_note=keeping_note,
    )


def _days() -> dict[str, int]:
    return {limits.NAMES[stage]: days for stage, days in limits.limits().items()}


@bp.post("/limits")
@editor_required
def update() -> ResponseReturnValue:
    """After how many days something is stuck too long."""
    form = LimitsForm()
    if not form.validate():
        return _page(form), 422
    limits.change(form.wanted(), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The days are saved."), "success")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for(".index"), 303)


@bp.post("/meetings/<id:meeting_id>/nudge")
@editor_required
def create_scribe_nudge(meeting_id: int) -> ResponseReturnValue:
    """Tell whoever is to write or share the notes of a meeting."""
    meeting: Meeting = meetings.visible(current_user(), meeting_id) or abort(404)
    note = db.session.scalar(notes.of_meeting(meeting))
    is_stuck = _is_stuck(Stage.SHARING, note.id) if note else _is_stuck(Stage.NOTE, meeting.id)
    return _told(is_stuck, lambda: nudging.tell_scribe(meeting, by=current_user(), now=clock.now()))


def _is_stuck(stage: Stage, thing_id: int) -> bool:
    return stages.one_in_stage(stage, thing_id, current_user(), now=clock.now()) is not None


def _told(is_stuck: bool, tell: Callable[[], list[User]]) -> ResponseReturnValue:
    """Tell them and say whom, or say why not."""
    if not is_stuck:
        flash(_("It has moved on meanwhile."), "notice")
        return _back()
    try:
        told = tell()
    except nudging.ToldLately:
        db.session.rollback()
        flash(_("They were told less than three days ago."), "notice")
    except nudging.NobodyToTell:
        db.session.rollback()
        flash(_("Nobody who could do it is there any more."), "error")
    else:
        db.session.commit()
        flash(_("%(names)s will read it in their notices.", names=polite(one.name for one in told)), "success")
    return _back()


@bp.post("/notes/<id:note_id>/consultation")
@editor_required
def create_consultation(note_id: int) -> ResponseReturnValue:
    """Ask those who wrote a note whether it might be published."""
    note = _visible_note(note_id)
    is_stuck = _is_stuck(Stage.ASKING, note.id)
    return _told(is_stuck, lambda: nudging.consult(note, by=current_user(), now=clock.now()))


def _visible_note(note_id: int) -> Note:
    return notes.visible(current_user(), note_id) or abort(404)


@bp.post("/releases/<id:release_id>/nudge")
@editor_required
def create_review_nudge(release_id: int) -> ResponseReturnValue:
    """Tell the other editors of a request that the reader may not decide about."""
    release: Release | None = stages.one_in_stage(Stage.REVIEW, release_id, current_user(), now=clock.now())
    if release is None:
        return _told(False, list)
    found = release
    return _told(True, lambda: nudging.tell_editors(found, by=current_user(), now=clock.now()))


@bp.post("/notes/<id:note_id>/kept-inside")
@editor_required
def create_keeping(note_id: int) -> ResponseReturnValue:
    """Let a note stay inside, with a reason; the answer carries the way back."""
    note = _visible_note(note_id)
    form = KeepingForm()
    if not _is_stuck(Stage.ASKING, note.id):
        return _told(False, list)
    if not form.validate():
        return _page(LimitsForm(formdata=None, **_days()), form, note), 422
    keeping.keep_inside(note, form.reason.data or "", by=current_user(), now=clock.now())
    db.session.commit()
    way_back: Any = {
        "message": _("“%(title)s” stays inside. Whoever wrote it is told.", title=note.title),
        "url": url_for(".delete_keeping", note_id=note.id),
        "label": _("Undo"),
    }
    flash(way_back, "undo")
    return _back()


@bp.post("/notes/<id:note_id>/kept-inside/delete")
@editor_required
def delete_keeping(note_id: int) -> ResponseReturnValue:
    """Put a note on the list again."""
    note = _visible_note(note_id)
    keeping.undo(note, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("“%(title)s” is on the list again.", title=note.title), "success")
    return _back()
