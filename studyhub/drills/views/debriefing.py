"""After the reveal: the answer, how it went, what all say of it, and the examiner's word to the responder."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills.forms import RemarksForm, ShareForm
from studyhub.drills.running import debriefing, playing, read_chapters, shown
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import (
    EVENT_KINDS,
    EVENT_WORDS,
    KINDS,
    LOGGED,
    REMARK_WORDS,
    VERDICT_WORDS,
    WORDS,
)
from studyhub.drills.views import lessons
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.fetching import said_in, told_drill, visible_drill
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

NAMES: dict[str, Any] = {
    "states": WORDS,
    "state_kinds": KINDS,
    "event_words": EVENT_WORDS,
    "event_kinds": EVENT_KINDS,
    "logged": LOGGED,
}


def debrief_page(drill: Drill, said: RemarksForm | None = None, sharing: ShareForm | None = None) -> str:
    """The page of a drill whose answer was told; the forms are what was typed and could not be taken."""
    user = current_user()
    beside = shown.beside(drill, user)
    debrief = shown.debrief(drill, user, has_seen=beside.secret is not None)
    return render_template(
        "drills/running/debrief.html",
        drill=drill,
        seen=shown.watched(drill, user, clock.now()),
        beside=beside,
        debrief=debrief,
        to_read=read_chapters.chosen({one.chapter_id for one in debrief.remarks if one.chapter_id}, user),
        said=said or RemarksForm(formdata=None),
        sharing=sharing or ShareForm(formdata=None),
        remark_words=REMARK_WORDS,
        verdict_words=VERDICT_WORDS,
        ways=lessons.ways(drill, user, clock.now()),
        chapters_offered=read_chapters.offered(user),
        me=user,
        **NAMES,
    )


def _back(drill_id: int, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for(".show_drill", drill_id=drill_id, _anchor=anchor or None), 303)


def _shared_meanwhile(drill_id: int) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("The debrief was shared meanwhile, and stays as it is."), "warning")
    return _back(drill_id)


@bp.post("/drills/<id:drill_id>/remarks")
@member_required
def create_remark(drill_id: int) -> ResponseReturnValue:
    """Say what was good, what would be better, or what was learned: all that is typed, whichever button was pressed."""
    drill, said, sharing = told_drill(drill_id), RemarksForm(), ShareForm()
    is_fine = said.validate()
    if is_fine and not said.words:
        said[said.pressed].errors = [_("Please write one line.")]
    if not (is_fine and said.words):
        return debrief_page(drill, said, sharing), 422
    refused = _say(drill, said, sharing)
    if refused is not None:
        return refused
    db.session.commit()
    if sharing.is_begun:
        # The word to the responder is not said yet, and stays as it is typed.
        return debrief_page(drill, sharing=sharing)
    last = said.pressed if said.pressed in said.words else list(said.words)[-1]
    return _back(drill_id, f"{last}-remarks")


def _say(drill: Drill, said: RemarksForm, sharing: ShareForm) -> ResponseReturnValue | None:
    """Keep what is typed; what is answered instead where it cannot be."""
    drill_id = drill.id
    for kind, text in said.words.items():
        try:
            debriefing.remark(drill, kind, text, by=current_user(), now=clock.now())
        except debriefing.NotSeen:
            abort(403)
        except playing.NotNow:
            return _shared_meanwhile(drill_id)
        except debriefing.EnoughSaid:
            db.session.rollback()
            said[kind].errors = [_("So much is said that no more is taken. The notes have room.")]
            return debrief_page(visible_drill(drill_id), said, sharing), 422
    return None


@bp.post("/drills/<id:drill_id>/remarks/<id:remark_id>/delete")
@member_required
def delete_remark(drill_id: int, remark_id: int) -> ResponseReturnValue:
    """Take one's own words back."""
    drill = told_drill(drill_id)
    said = said_in(drill, remark_id)
    if said.author_id != current_user().id:
        abort(403)
    try:
        debriefing.take_back(drill, said)
    except playing.NotNow:
        return _shared_meanwhile(drill_id)
    anchor = f"{said.kind}-remarks"
    db.session.commit()
    flash(_("Taken back."), "success")
    return _back(drill_id, anchor)


@bp.post("/drills/<id:drill_id>/debrief")
@member_required
def create_debrief(drill_id: int) -> ResponseReturnValue:
    """End the debrief, with the examiner's word to the responder; what is typed of the debrief goes along."""
    drill, said, sharing = told_drill(drill_id), RemarksForm(), ShareForm()
    if drill.examiner_id != current_user().id:
        abort(403)
    if not all([said.validate(), sharing.validate()]):
        return debrief_page(drill, said, sharing), 422
    refused = _say(drill, said, sharing)
    if refused is not None:
        return refused
    by, now = current_user(), clock.now()
    try:
        shared = debriefing.share(drill, sharing.verdict.data, sharing.line.data or "", by=by, now=now)
    except debriefing.NoLearning:
        db.session.rollback()
        sharing.form_errors.append(_("Please write first what was learned: one line is enough."))
        return debrief_page(visible_drill(drill_id), said, sharing), 422
    if not shared:
        return _shared_meanwhile(drill_id)
    db.session.commit()
    flash(_("The debrief is shared."), "success")
    return _back(drill_id)
