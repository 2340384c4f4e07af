"""What the editor's script asks for and says while several people write: who else is there, and what they typed."""

from typing import Any

from flask import abort, jsonify, render_template, request

from studyhub import clock
from studyhub.db import db
from studyhub.notes.edits import together
from studyhub.notes.views.blueprint import bp
from studyhub.notes.views.fetching import writable_note
from studyhub.web.answers.live import live_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user, current_user_or_none
from studyhub.web.pages.converters import row_id


@bp.get("/notes/<id:note_id>/live")
def show_live(note_id: int) -> Any:
    """Who else is writing, and the text where the asking page has an older one; 304 while nothing is new."""
    now = clock.now()
    tag = together.live_step(note_id, current_user_or_none(), now=now)
    if not tag:
        abort(404)
    return live_answer(tag, lambda: _news(note_id), content_type="application/json")


def _news(note_id: int) -> str:
    note, user, now = writable_note(note_id), current_user(), clock.now()
    step, base_id = row_id(request.args.get("step")) or 0, row_id(request.args.get("base"))
    text = together.text_for(note, user, step, now=now)
    is_new = (text.step, text.base_id) != (step, base_id)
    writers = render_template("notes/_writers.html", writers=together.others_present(note, user, now))
    news = {"writers": writers, "step": text.step, "base": text.base_id, "source": text.source if is_new else None}
    return jsonify(news).get_data(as_text=True)


@bp.post("/notes/<id:note_id>/presence")
@member_required
def create_presence(note_id: int) -> Any:
    """Say that the note is open to write in it."""
    together.be_present(writable_note(note_id), current_user(), now=clock.now())
    db.session.commit()
    return "", 204


@bp.post("/notes/<id:note_id>/presence/delete")
@member_required
def delete_presence(note_id: int) -> Any:
    """Say that it is closed."""
    together.be_gone(writable_note(note_id), current_user(), now=clock.now())
    db.session.commit()
    return "", 204
