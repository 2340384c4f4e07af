"""The way outside: asking, reading exactly what would leave, approving, sending back, retracting."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.db import db
from studyhub.notes import queries, rules
from studyhub.notes.forms import ApprovalForm, AskBackForm, DeclineForm
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import accompanying, own_words, release_queries, releasing
from studyhub.notes.releases.review_page import names_of, quoted_lines, review_page
from studyhub.notes.text.differences import differences
from studyhub.notes.views.blueprint import bp
from studyhub.notes.views.fetching import decidable_release, part_in, readable_release, visible_note
from studyhub.people.models import ImpossibleMove
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _

# Whoever has read these sees how it goes on.
LINES_NAMED = 5


def _to_note(note_id: int) -> Any:
    return redirect(url_for("notes.show", note_id=note_id), 303)


@bp.get("/notes/<id:note_id>/releases/new")
@member_required
def new_release(note_id: int) -> Any:
    """What would leave, before its publication is asked for."""
    note = _asked_out(note_id)
    if note.shared_at is None:
        flash(not_shared(), "error")
        return _to_note(note_id)
    release, problem, quoted = None, "", []
    try:
        release = releasing.preview(note)
    except releasing.InternalLeft as left:
        problem = internal_left(left)
        quoted = quoted_lines(note, (*left.lines[:LINES_NAMED], *left.open_fences[:LINES_NAMED]))
    except releasing.NothingToPublish:
        problem = nothing_new()
    page = release and review_page(release, own_host=_own_host(), for_editor=False)
    return render_template(
        "notes/releases/new_release.html", note=note, release=release, page=page, problem=problem, quoted=quoted
    )


def _asked_out(note_id: int) -> Note:
    note = visible_note(note_id)
    if not part_in(note).can_ask_out:
        abort(403)
    return note


def _own_host() -> str | None:
    return urlsplit(request.host_url).hostname


def not_shared() -> str:
    """What to do before publication is asked for."""
    return _("Please share the notes inside first.")


def nothing_new() -> str:
    """Why nothing is asked for."""
    return _("There is nothing new to publish: outside, the text would be the same or empty.")


@bp.post("/notes/<id:note_id>/releases")
@member_required
def create_release(note_id: int) -> Any:
    """Ask for the publication of a note."""
    note = _asked_out(note_id)
    try:
        releasing.request(note, by=current_user(), now=clock.now())
    except releasing.NotShared:
        flash(not_shared(), "error")
    except releasing.InternalLeft as left:
        flash(internal_left(left), "error")
    except releasing.NothingToPublish:
        flash(nothing_new(), "error")
    else:
        db.session.commit()
        flash(_("Publication is asked for. An editor who did not write the text reads it first."), "success")
    return _to_note(note_id)


@bp.post("/notes/<id:note_id>/releases/request/delete")
@member_required
def delete_request(note_id: int) -> Any:
    """Take back the request to publish a note; whoever may ask may."""
    note = _asked_out(note_id)
    releasing.withdraw_request(note, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The request is withdrawn."), "success")
    return _to_note(note_id)


def internal_left(left: releasing.InternalLeft) -> str:
    """What to do about a mark of an internal part that would leave; without lines it stands in the title or a tag."""
    if not left.lines:
        return _(
            "A mark of an internal part (:::internal) stands in the title or in a tag, "
            "so this text cannot be published. Please take the mark out."
        )
    marks = _(
        "A mark that may belong to a hidden part (::: or <!--) is left on line %(lines)s, "
        "so this text cannot be published. Please take the mark out or correct it.",
        lines=_first(left.lines),
    )
    fences = _(
        "The code that begins on line %(lines)s has no end (``` or ~~~), which may be the reason.",
        lines=_first(left.open_fences),
    )
    return sentences([marks, fences if left.open_fences else ""])


def _first(lines: Sequence[int]) -> str:
    return _(", ").join(map(str, lines[:LINES_NAMED]))


@bp.get("/notes/<id:note_id>/releases/<id:release_id>/")
@member_required
def show_release(note_id: int, release_id: int) -> Any:
    """Exactly what leaves, or would leave; for an editor with the checklist."""
    return _page(readable_release(note_id, release_id))


def _page(release: Release, **refused: Any) -> str:
    user = current_user()
    note = release.note
    part = queries.part_of(note.circle, note.meeting, user)
    before = release_queries.approved_before(release)
    page = review_page(release, own_host=_own_host(), for_editor=user.is_editor)
    forms = {
        "approval": ApprovalForm(formdata=None, sha256=accompanying.digest(release), named=page.names_digest),
        "decline": DeclineForm(formdata=None),
        "ask_back": AskBackForm(formdata=None),
    }
    can_review = rules.can_review(user, release.requested_by_id, own_words.owners(release))
    return render_template(
        "notes/releases/release.html",
        note=note,
        release=release,
        page=page,
        before=before,
        names_before=names_of(before) if before else (),
        hunks=differences(before.public_source, release.public_source) if before else [],
        is_open=rules.is_open(release),
        is_editor=user.is_editor,
        can_review=can_review and rules.is_open(release),
        can_retract=rules.can_retract(user, release),
        can_ask_back=rules.can_ask_back(part, release),
        can_open_note=queries.visible(user, note.id) is not None,
        **{**forms, **refused},
    )


def _is_organizer(note: Note) -> bool:
    return queries.part_of(note.circle, note.meeting, current_user()).is_organizer


def _attempt(act: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why it could not be."""
    try:
        act()
    except releasing.OwnText:
        problem = _("You wrote in these notes or asked for their publication, so another editor decides.")
    except releasing.TextChanged:
        problem = _("The text has changed since you read it. Please read it again.")
    except releasing.NotShared:
        problem = _("The notes are a draft again, so they cannot be published.")
    except releasing.InternalLeft as left:
        problem = internal_left(left)
    except releasing.NothingToPublish:
        problem = nothing_new()
    except ImpossibleMove:
        problem = _("This has been answered already.")
    else:
        db.session.commit()
        flash(done, "success")
        return True
    db.session.rollback()
    flash(problem, "error")
    return False


def _answered(release: Release) -> Any:
    return redirect(url_for("notes.show_release", note_id=release.note_id, release_id=release.id), 303)


@bp.post("/notes/<id:note_id>/releases/<id:release_id>/approval")
@member_required
def create_approval(note_id: int, release_id: int) -> Any:
    """Publish exactly the text that was read."""
    release = decidable_release(note_id, release_id)
    form = ApprovalForm()
    named = review_page(release, own_host=None, for_editor=True).names_digest
    if not named:
        del form.is_named_rightly
    if not form.validate():
        return _page(release, approval=form), 422
    if named != (form.named.data or ""):
        flash(_("The text has changed since you read it. Please read it again."), "error")
        return _answered(release)
    read = form.sha256.data or ""
    done = _("Published outside: page and feeds show it from now on.")
    _attempt(lambda: releasing.approve(release, read_sha256=read, by=current_user(), now=clock.now()), done)
    return _answered(release)


@bp.post("/notes/<id:note_id>/releases/<id:release_id>/refusal")
@member_required
def create_refusal(note_id: int, release_id: int) -> Any:
    """Send a text back with a reason."""
    release = decidable_release(note_id, release_id)
    form = DeclineForm()
    if not form.validate():
        return _page(release, decline=form), 422
    reason = form.reason.data or ""
    done = _("Sent back. Whoever asked is told what should change.")
    _attempt(lambda: releasing.decline(release, reason, by=current_user(), now=clock.now()), done)
    return _answered(release)


@bp.post("/notes/<id:note_id>/releases/<id:release_id>/retraction")
@member_required
def create_retraction(note_id: int, release_id: int) -> Any:
    """Take a published text back."""
    release = decidable_release(note_id, release_id)
    done = _("Retracted: page, feeds and exports no longer show it outside.")
    _attempt(lambda: releasing.retract(release, by=current_user(), now=clock.now()), done)
    return _answered(release)


@bp.post("/notes/<id:note_id>/releases/<id:release_id>/retraction-request")
@member_required
def create_retraction_request(note_id: int, release_id: int) -> Any:
    """Ask the editors to take a published text back."""
    release = readable_release(note_id, release_id)
    if not _is_organizer(release.note):
        abort(403)
    form = AskBackForm()
    if not form.validate():
        return _page(release, ask_back=form), 422
    reason = form.reason.data or ""
    done = _("The editors are asked to retract it.")
    _attempt(lambda: releasing.ask_back(release, reason, by=current_user(), now=clock.now()), done)
    return _to_note(note_id)
