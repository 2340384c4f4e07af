"""Writing a note: the editor, its preview, the working copy, and saving with what others saved meanwhile."""

from typing import Any
from urllib.parse import urlsplit

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.actions import carried, listing
from studyhub.db import db
from studyhub.notes import queries, tagging
from studyhub.notes.edits import pasted, together, writing
from studyhub.notes.forms import TITLE_MAX_CHARS, NoteForm
from studyhub.notes.models import Note, Revision, WorkingCopy
from studyhub.notes.releases import regrets
from studyhub.notes.text import markdown, wrapping
from studyhub.notes.views.blueprint import bp
from studyhub.notes.views.fetching import writable_note
from studyhub.notes.views.gathering import with_thoughts
from studyhub.notes.views.saved import follow_outside, say_saved, take_front_matter
from studyhub.notes.views.wiping import keep_out_wiped
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import clock_time
from studyhub.words.saying import gettext as _


@bp.get("/notes/<id:note_id>/edit")
@member_required
def edit(note_id: int) -> Any:
    """The editor, with what the reader has typed and not saved yet."""
    note = writable_note(note_id)
    copy = _unsaved(note)
    tags = tagging.joined(queries.tags_of([note.id]).get(note.id, []))
    began = copy or note.head
    base_id = (copy.base_id if copy else None) or note.head_id
    step = together.seen_by(note, current_user()) if copy else 0
    form = NoteForm(
        formdata=None,
        title=began.title if began else note.title,
        source=began.source if began else "",
        base=base_id,
        seen=copy.source if copy and step else _source_of(note, base_id),
        step=step,
        tags=tags,
        tags_before=tags,
    )
    return _editor(note, form, copy=copy)


def _source_of(note: Note, revision_id: int | None) -> str:
    base = queries.revision(note, revision_id)
    return base.source if base else ""


def _unsaved(note: Note) -> WorkingCopy | None:
    copy, head = queries.working_copy(note, current_user()), note.head
    if copy is None or head is None or (copy.title, copy.source) == (head.title, head.source):
        return None
    return copy


def _editor(note: Note, form: NoteForm, *, copy: WorkingCopy | None = None, preview: str | None = None) -> str:
    return render_template(
        "notes/edit.html",
        note=note,
        form=form,
        copy=copy,
        carried=carried.above_note(note.circle, note.id, note.meeting_id, current_user()),
        today=listing.today(note.circle, clock.now()),
        preview=preview,
        writers=together.others_present(note, current_user(), clock.now()),
        mine=queries.last_revision_id_of(note, current_user()),
        user_id=current_user().id,
        is_wrapped=_looks_wrapped(form.source.data or ""),
    )


def _looks_wrapped(source: str) -> bool:
    return not markdown.is_too_long(source) and wrapping.looks_wrapped(source)


@bp.post("/notes/<id:note_id>/edit")
@member_required
def update(note_id: int) -> Any:
    """Save a text, or without a script show what it will look like."""
    note = writable_note(note_id)
    form = NoteForm()
    base = _base(note, form)
    if not form.validate() or base is None:
        return _editor(note, form), 422
    if _is_too_long(form):
        form.source.errors = [_too_long()]
        return _editor(note, form), 422
    if keep_out_wiped(note, form):
        flash(
            _("A passage that was wiped from these notes came back with the text; a mark stands in its place."),
            "notice",
        )
    try:
        if "preview" in request.form:
            return _editor(note, form, preview=_rendered(form))
        if "unwrap" in request.form:
            form.source.data = wrapping.unwrapped(form.source.data or "")
            return _editor(note, form)
        if "gather" in request.form:
            form.source.data = with_thoughts(note, form.source.data or "")
            return _editor(note, form)
        return _save(note, base, form)
    except markdown.SourceTooLong:
        db.session.rollback()
        form.source.errors = [_too_long()]
        return _editor(writable_note(note_id), form), 422


def _base(note: Note, form: NoteForm) -> Revision | None:
    """The revision the text began from. When it is none of this note's, the form begins anew from its first one."""
    base = queries.revision(note, form.base_id)
    if base is None:
        first = queries.numbered_revision(note, 1)
        form.base.raw_data = None
        form.base.data = first.id if first else None
    return base


def _is_too_long(form: NoteForm) -> bool:
    """Whether a text that arrived is longer than any that is kept: nothing is looked for in it."""
    # The shared text may have grown by marks, of nine bytes each in place of at least four characters.
    is_seen_too_long = len((form.seen.data or "").encode("utf-8", "surrogatepass")) > 3 * markdown.MAX_SOURCE_BYTES
    return is_seen_too_long or any(markdown.is_too_long(field.data or "") for field in (form.title, form.source))


def _too_long() -> str:
    """What to do about a text that is too long."""
    return _("The notes are too long (over 100 KB). Please shorten them or move a part elsewhere.")


def _rendered(form: NoteForm) -> str:
    """The text as it will look, and around it what somebody might regret if it left like this."""
    title, source, tags = form.title.data or "", form.source.data or "", tagging.split(form.tags.data or "")
    own_host = urlsplit(request.host_url).hostname
    found = regrets.regrets(title, source, regrets.members(gone=False), own_host=own_host, tags=tags)
    on_top = pasted.taken(source, takes_title=True, tags=tags)
    page = markdown.render_inside(on_top.source if on_top else source, prefix="preview")
    if not found:
        return page
    ahead, behind = (
        render_template(f"notes/releases/{name}.html", regrets=found) for name in ("regrets_ahead", "regrets")
    )
    return ahead + page + behind


def _save(note: Note, base: Revision, form: NoteForm) -> Any:
    take_front_matter(form, base)
    title, source = form.title.data or "", form.source.data or ""
    now = clock.now()
    try:
        revision = together.save(note, base, form.has_seen, title, source, by=current_user(), now=now)
    except writing.EditConflict as conflict:
        writing.keep(note, base, title, source, by=current_user(), now=now)
        together.be_present(note, current_user(), now=now, step=0)
        db.session.commit()
        return _conflict_page(note, form, conflict), 409
    tagging.retag(note, form.tags_before.data or "", form.tags.data or "", by=current_user(), now=now)
    say_saved(base, revision)
    if _looks_wrapped(source) and not _looks_wrapped(base.source):
        flash(_("Lines seem to be wrapped at a width. The editor joins them with one press."), "notice")
    follow_outside(note)
    db.session.commit()
    return redirect(url_for("notes.show", note_id=note.id), 303)


def _conflict_page(note: Note, form: NoteForm, conflict: writing.EditConflict) -> str:
    merged = NoteForm(
        formdata=None,
        title=conflict.title,
        source=conflict.merged.text,
        base=conflict.head.id,
        seen=conflict.head.source,
        step=0,
        tags=form.tags.data,
        tags_before=form.tags_before.data,
    )
    return render_template(
        "notes/conflict.html",
        note=note,
        form=merged,
        conflict=conflict,
        writers=together.others_present(note, current_user(), clock.now()),
        mine=queries.last_revision_id_of(note, current_user()),
        user_id=current_user().id,
    )


@bp.post("/notes/preview")
@member_required
def create_preview() -> Any:
    """What a text will look like, as a piece of a page for the editor's script."""
    form = NoteForm()
    try:
        return _rendered(form)
    except markdown.SourceTooLong:
        return make_response(_too_long(), 422)


@bp.post("/notes/<id:note_id>/working-copy")
@member_required
def create_working_copy(note_id: int) -> Any:
    """Keep what is typed and not saved, and let it flow into the text all who are writing share.

    Says when, what the text is now, and whether somebody else saved a newer one meanwhile.
    """
    note = writable_note(note_id)
    form = NoteForm()
    if form.source.data is None or _is_too_long(form):
        return jsonify({"problem": _too_long()}), 422
    keep_out_wiped(note, form)
    base = queries.revision(note, form.base_id)
    if base is None:
        return jsonify({"problem": _too_long()}), 422
    now, user = clock.now(), current_user()
    try:
        joint = together.join(note, base, form.has_seen, form.source.data, by=user, now=now)
    except markdown.SourceTooLong:
        return jsonify({"problem": _too_long()}), 422
    title = (form.title.data or "")[:TITLE_MAX_CHARS]
    copy = writing.keep(note, joint.base, title, joint.source, by=user, now=now)
    together.be_present(note, user, now=now, step=joint.step)
    db.session.commit()
    text = {"source": joint.source, "step": joint.step, "base": joint.base_id}
    return jsonify({"kept_at": clock_time(copy.saved_at), "news": _news(note, base), **text})


def _news(note: Note, base: Revision) -> str:
    head = note.head
    if head is None or head.id == base.id or head.author is None:
        return ""
    return _("%(person)s saved revision %(number)s meanwhile.", person=head.author.name, number=head.number)


@bp.post("/notes/<id:note_id>/working-copy/delete")
@member_required
def delete_working_copy(note_id: int) -> Any:
    """Throw away what was typed and not saved."""
    note = writable_note(note_id)
    writing.forget(note, current_user())
    together.be_present(note, current_user(), now=clock.now(), step=0)
    db.session.commit()
    flash(_("The unsaved text is gone; this is the saved one."), "success")
    return redirect(url_for("notes.edit", note_id=note_id), 303)
