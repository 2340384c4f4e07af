"""The last step of making a circle: how it meets, and every session that comes of it, changed in its own line."""

from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock, zones
from studyhub.circles import words
from studyhub.circles.forms.rhythm import HowForm
from studyhub.circles.models import ReadingName
from studyhub.circles.planning import by_hand, outline, schedule
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.planner import PagesUnknown, PerMeeting, PlanRequest, PlanTooLong
from studyhub.circles.planning.schedule import Row
from studyhub.circles.views import checking, drafting, planning, usual_plans
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.drafting import NoDraft
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings import queries as meeting_queries
from studyhub.settings import organization
from studyhub.settings.models import ClosedDay
from studyhub.web.guards.access import member_required
from studyhub.words.dates import reader_zone
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext
from studyhub.zones import ClosedDays, DateOutOfRange

# Beyond it a list of all sessions for every chapter would make the page many times as large.
SELECTS_MAX = 40


@dataclass(frozen=True)
class Preview:
    """What a valid form plans: its rows, and what they were planned with."""

    rows: list[Row]
    request: PlanRequest


@bp.get("/circles/new/schedule")
@member_required
def show_schedule() -> ResponseReturnValue:
    """The last step of the draft in the address."""
    draft = drafting.asked_for() or abort(404)
    if not checking.is_readable(draft):
        return redirect(url_for(".show_chapters", draft=draft.key), 303)
    return schedule_page(draft)[0]


@bp.post("/circles/new/schedule")
@member_required
def new_schedule() -> ResponseReturnValue:
    """To the last step, or a change in its preview."""
    try:
        draft = planning.taken()
        if drafting.step() == drafting.BOOK:
            # Pressed "without a book".
            draft.lines, draft.book, draft.toc, draft.edits = [], {}, "", {}
        else:
            drafting.absorbed(draft)
        anchor = pressed(draft) if drafting.step() == drafting.SCHEDULE else None
        drafting.keep(draft)
    except NoDraft:
        return planning.start_again()
    if not checking.is_readable(draft):
        return checking.chapters_page(draft), 422
    if drafting.step() == drafting.SCHEDULE and preview_or_none(draft, drafting.how_form(draft)) is None:
        return schedule_page(draft, status=422)
    return redirect(url_for(".show_schedule", draft=draft.key, _anchor=anchor), 303)


def pressed(draft: Draft) -> str | None:
    """Do in the draft what was pressed in its preview; the place of the page to go on at."""
    form = drafting.how_form(draft)
    found = preview_or_none(draft, form)
    if found is None:
        return None
    if request.form.get("action") == "replan":
        _say_what_stays(found.rows)
        return "preview"
    if request.form.get("action") == "forget":
        draft.edits = {}
        return "preview"
    if day := request.form.get("use"):
        draft.edits = by_hand.used_again(draft.edits, day)
        return "preview"
    return _pressed_in_row(draft, found.rows)


def _say_what_stays(rows: list[Row]) -> None:
    if count := sum(row.has_day_by_hand for row in rows):
        flash(
            ngettext(
                "Planned anew. The date you changed by hand stays.",
                "Planned anew. The %(num)s dates you changed by hand stay.",
                count,
            ),
            "notice",
        )


def _pressed_in_row(draft: Draft, rows: list[Row]) -> str | None:
    for press in ("join", "skip", "halve"):
        key = request.form.get(f"a{request.form.get(press, '')}", "")
        row = next((row for row in rows if row.key == key), None)
        if row is None:
            continue
        if press == "halve":
            draft.edits = by_hand.divided(draft.edits, row.chapters)
        elif press == "skip":
            draft.edits = by_hand.put_off(draft.edits, row.key, row.rhythm_day)
        elif row.number > 1:
            draft.edits = by_hand.joined(draft.edits, row.key, row.chapters)
            return f"session-{row.number - 1}"
        return f"session-{row.number}"
    return None


def preview_or_none(draft: Draft, form: HowForm) -> Preview | None:
    """The preview of a form; None where none can be made."""
    form.validate_planning()
    try:
        return preview(draft, form) if form.can_be_planned() else None
    except (PlanTooLong, PagesUnknown, DateOutOfRange):
        return None


def schedule_page(draft: Draft, form: HowForm | None = None, status: int = 200) -> tuple[str, int]:
    """The page of the last step, planned anew where what the dates hang on has changed."""
    if not draft.how:
        has_book = bool(draft.lines)
        book = draft.book.get("title", "")
        title = usual_plans.proposed_title(book, ReadingName.DOKUSHOKAI) if has_book else ""
        draft.how = usual_plans.usual_how(title, has_book=has_book)
    is_sent = form is not None
    if form is None:
        form = drafting.how_form(draft)
        form.validate_planning()
    found, status = _preview_or_reason(draft, form, status)
    rows = found.rows if found else []
    return render_template(
        "circles/planning/new_schedule.html",
        draft=draft,
        form=form,
        rows=rows if found else None,
        lines_of_plan=schedule.with_days_off(rows, found.request, draft.edits) if found else [],
        long_rows=schedule.long_rows(rows),
        lines=draft.typed_lines,
        closed_days=_closed_days(rows),
        past_count=past_count(rows),
        asks_past=is_sent and past_count(rows) > 0 and not form.keeps_past.data,
        today=_today(),
        coming_count=_coming_count(draft),
        can_select=len(rows) <= SELECTS_MAX,
        words=words,
    ), status


def _today() -> object:
    return zones.in_zone(clock.now(), reader_zone()).date()


def past_count(rows: list[Row]) -> int:
    """How many rows lie before today, where the reader is."""
    today = zones.in_zone(clock.now(), reader_zone()).date()
    return sum(row.day is not None and row.day < today for row in rows)


def _closed_days(rows: list[Row]) -> list[ClosedDay]:
    """The organisation's closed days between the first and the last row."""
    days = [row.day for row in rows if row.day]
    return [
        one for one in organization.closed_days() if days and min(days) <= one.ends_on and one.starts_on <= max(days)
    ]


def _coming_count(draft: Draft) -> int:
    """How many sessions the next book takes over; none for a new circle."""
    if not draft.slug:
        return 0
    coming = meeting_queries.coming(organized_circle(draft.slug), clock.now())
    return len(db.session.scalars(coming).all())


def _preview_or_reason(draft: Draft, form: HowForm, status: int) -> tuple[Preview | None, int]:
    """The preview; None with the reason at its field where none can be made."""
    if not form.can_be_planned():
        return None, 422
    try:
        return preview(draft, form), status
    except PlanTooLong:
        form.amount.errors = [_("That would be more than 400 sessions. Please read more each time.")]
    except PagesUnknown:
        form.division.errors = [_("No chapter tells how long it is. Please choose another way, or write page numbers.")]
    except DateOutOfRange:
        form.first_day.errors = [_("The calendar ends before the book does. Please start earlier or meet more often.")]
    return None, 422


def preview(draft: Draft, form: HowForm) -> Preview:
    """The preview of a valid form. Raises PlanTooLong, PagesUnknown, DateOutOfRange."""
    closed = [ClosedDays(day.starts_on, day.ends_on, day.name, day.is_special) for day in organization.closed_days()]
    plan_request = form.request(closed)
    if not draft.lines:
        plan_request = replace(plan_request, division=PerMeeting(1))
    chapters = outline.to_read([line.outlined() for line in draft.typed_lines])
    rows = schedule.rows(chapters, plan_request, draft.edits, spare=form.amount.data or 0)
    return Preview(rows, replace(plan_request, left_out=by_hand.left_out(draft.edits)))
