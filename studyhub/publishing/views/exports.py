"""Taking released notes to a blog: what would leave is shown first, then it is downloaded as one file."""

from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, url_for

from studyhub import clock
from studyhub.circles import queries as circles
from studyhub.circles import rules as circle_rules
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.notes import queries as notes
from studyhub.notes.models import Note
from studyhub.people.readers import read_by
from studyhub.publishing import queries, rules
from studyhub.publishing.blogs import exports
from studyhub.publishing.blogs.archive import content_disposition, to_zip
from studyhub.publishing.blogs.exports import Blog, Export, Target
from studyhub.publishing.forms import BlogAddressForm
from studyhub.publishing.views.blueprint import bp
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

TARGETS = "<any(hugo, plain):target>"


def blog() -> Blog:
    """What posts are written for here."""
    organized = organization.current()
    return Blog(organized.time_zone, current_app.config["STUDYHUB_SETTINGS"].url, organized.language)


@bp.get("/notes/<id:note_id>/export/")
@member_required
def show_note_export(note_id: int) -> str:
    """What would leave of one note, and where it stands on the blog."""
    note, export = _exportable_note(note_id)
    address = queries.addresses([note_id]).get(note_id, "")
    return _note_page(note, export, BlogAddressForm(formdata=None, address=address))


def _note_page(note: Note, export: Export, form: BlogAddressForm) -> str:
    return render_template("publishing/note_export.html", note=note, export=export, form=form)


def _exportable_note(note_id: int) -> tuple[Note, Export]:
    """A released note the reader may take to the blog; 404 or 403 otherwise."""
    note: Note = db.session.get(Note, note_id) or abort(404)
    export = exports.of_note(note_id, blog())
    if not export.posts:
        abort(404)
    user = current_user()
    part = notes.part_of(note.circle, note.meeting, user, notes.author_ids(note))
    if not rules.can_export(user, part):
        abort(403)
    return note, export


@bp.post(f"/notes/<id:note_id>/export/{TARGETS}.zip")
@member_required
def create_note_export(note_id: int, target: str) -> Response:
    """One note as a file for a blog; that it was exported is kept."""
    note, export = _exportable_note(note_id)
    return _download(export, Target(target), note.slug)


@bp.post("/notes/<id:note_id>/export/address")
@member_required
def update_address(note_id: int) -> Any:
    """Keep where the note stands on the blog."""
    note, export = _exportable_note(note_id)
    form = BlogAddressForm()
    if not form.validate():
        return _note_page(note, export, form), 422
    exports.keep_address(note_id, form.address.data or "", by=current_user(), now=clock.now())
    db.session.commit()
    is_out = bool(form.address.data)
    flash(_("The address is kept. The next export is no draft.") if is_out else _("The address is gone."), "success")
    return redirect(url_for(".show_note_export", note_id=note_id), 303)


@bp.get("/circles/<slug>/export/")
@member_required
def show_circle_export(slug: str) -> str:
    """What would leave of a circle, and which of its sessions have no released notes."""
    circle, export = _exportable_circle(slug)
    return render_template("publishing/circle_export.html", circle=circle, export=export)


def _exportable_circle(slug: str) -> tuple[Circle, Export]:
    """A circle whose released notes the reader may take to the blog; 404 or 403 otherwise."""
    user = current_user()
    is_plain = slug.isascii() and slug.isprintable()
    found = db.session.scalar(circles.visible_to(user).where(Circle.slug == slug), read_by(user)) if is_plain else None
    circle: Circle = found or abort(404)
    is_organizer = circle_rules.can_organize(user, circles.participation(circle, user))
    if not rules.can_export_circle(user, is_organizer=is_organizer):
        abort(403)
    return circle, exports.of_circle(circle, blog(), now=clock.now())


@bp.post(f"/circles/<slug>/export/{TARGETS}.zip")
@member_required
def create_circle_export(slug: str, target: str) -> Any:
    """All released notes of a circle as one file for a blog; that they were exported is kept."""
    circle, export = _exportable_circle(slug)
    if not export.posts:
        flash(_("No notes of this circle are published outside yet."), "error")
        return redirect(url_for(".show_circle_export", slug=slug), 303)
    return _download(export, Target(target), circle.slug)


def _download(export: Export, target: Target, name: str) -> Response:
    body = to_zip(export.files(target))
    exports.note_exported(export, now=clock.now())
    db.session.commit()
    answer = Response(body, content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition(f"{name}-{target}.zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
