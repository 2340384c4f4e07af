"""What is stuck on its way out, for editors: where, since when, and the one press that moves it on."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import LARGEST_ID, db
from studyhub.desk import figures, keeping, limits, nudging, page, slots, stages
from studyhub.desk.forms import KeepingForm, LimitsForm
from studyhub.desk.stages import Stage
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting
from studyhub.notes import queries as notes
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import release_queries
from studyhub.people.models import User
from studyhub.settings import organization
from studyhub.web.guards.access import editor_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import day_short
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.zones import EARLIEST_DAY, LATEST_DAY

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("/")
@editor_required
def index() -> str:
    """All stages and the month's slots; of the stage in `?all=` every line, of `?month=` (2026-12) its slots."""
    return _page(_settings_form())


def _page(form: LimitsForm, keeping_form: KeepingForm | None = None, keeping_note: Note | None = None) -> str:
    asked, now = request.args.get("all", ""), clock.now()
    wanted = page.Asked(Stage(asked) if asked in set(Stage) else None, _month(request.args.get("month", "")))
    return render_template(
        "desk/index.html",
        page=page.desk_page(current_user(), wanted, today=_today(), now=now),
        figures=figures.figures(_today(), organization.current().time_zone),
        shown=stages.SHOWN,
        open_stage=asked,
        today=_today(),
        form=form,
        keeping_form=keeping_form or KeepingForm(formdata=None),
        keeping_note=keeping_note,
    )


def _settings_form() -> LimitsForm:
    settings = limits.current()
    days = {limits.NAMES[stage]: limit for stage, limit in settings.limits.items()}
    return LimitsForm(formdata=None, **days, slot_days=" ".join(str(day) for day in settings.slot_days))


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(organization.current().time_zone)).date()


def _month(typed: str) -> date | None:
    """The first of a month that anybody plans for; None for anything else."""
    first = _day(f"{typed}-01")
    return first if first and EARLIEST_DAY <= first < LATEST_DAY else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@bp.post("/limits")
@editor_required
def update() -> ResponseReturnValue:
    """After how many days something is stuck too long, and the days of the blog."""
    form = LimitsForm()
    if not form.validate():
        return _page(form), 422
    before, wanted = limits.current(), form.wanted()
    limits.change(wanted, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_saved(before, wanted), "success")
    return _back()


def _saved(before: limits.Settings, after: limits.Settings) -> str:
    """What of it is another one than before."""
    has_other_limits, has_other_slots = before.limits != after.limits, before.slot_days != after.slot_days
    if has_other_limits and has_other_slots:
        return _("The limits and the days of the blog are saved.")
    if has_other_slots:
        return _("The days of the blog are saved.")
    return _("The limits are saved.") if has_other_limits else _("Nothing was changed.")


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
    except nudging.Gone:
        db.session.rollback()
        flash(_("It has moved on meanwhile."), "notice")
    except nudging.NobodyToTell:
        db.session.rollback()
        flash(_("Nobody else who could do it is there."), "error")
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
        return _page(_settings_form(), form, note), 422
    keeping.keep_inside(note, form.reason.data or "", by=current_user(), now=clock.now())
    db.session.commit()
    said = _("“%(title)s” stays inside. Whoever wrote it is told.", title=note.title)
    _flash_with_way_back(said, url_for(".delete_keeping", note_id=note.id))
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


@bp.post("/slots/<slot_day>")
@editor_required
def create_slot(slot_day: str) -> ResponseReturnValue:
    """Plan a note that is outside for a day of the blog."""
    day = _day(slot_day) or abort(404)
    note = _note_outside()
    try:
        known = limits.current().slot_days
        slots.plan(note, day, known, today=_today(), by=current_user(), now=clock.now())
    except slots.NoSlot:
        db.session.rollback()
        flash(_("The blog has no room on that day."), "error")
    except slots.SlotTaken:
        db.session.rollback()
        flash(_("Another note is planned for that day."), "error")
    else:
        db.session.commit()
        said = _("Planned for %(day)s. Nothing publishes itself.", day=day_short(day))
        _flash_with_way_back(said, url_for(".delete_slot", slot_day=slot_day))
    return _back()


def _note_outside() -> Note:
    note_id = request.form.get("note_id", type=int) or 0
    found = db.session.get(Note, note_id) if 0 < note_id <= LARGEST_ID else None
    if found is None or release_queries.outside(found) is None:
        abort(404)
    return found


def _flash_with_way_back(said: str, url: str, *, fields: Sequence[tuple[str, int]] = ()) -> None:
    way_back: Any = {"message": said, "url": url, "label": _("Undo"), "fields": list(fields)}
    flash(way_back, "undo")


@bp.post("/slots/<slot_day>/delete")
@editor_required
def delete_slot(slot_day: str) -> ResponseReturnValue:
    """Take the note from its day."""
    day = _day(slot_day) or abort(404)
    note_id = slots.free(day, by=current_user(), now=clock.now())
    db.session.commit()
    if note_id is not None:
        said = _("%(day)s is free again.", day=day_short(day))
        _flash_with_way_back(said, url_for(".create_slot", slot_day=slot_day), fields=[("note_id", note_id)])
    return _back()
