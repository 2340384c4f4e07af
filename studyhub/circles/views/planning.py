"""Making a circle in three steps: paste a table of contents, correct its lines, see the schedule. Nothing is kept
until the last press."""

from dataclasses import replace
from datetime import timedelta

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub import clock, zones
from studyhub.circles import queries, words
from studyhub.circles.forms import BookForm, HowForm
from studyhub.circles.models import Circle
from studyhub.circles.planning import outline, schedule
from studyhub.circles.planning.drafts import BrokenDraft, Draft
from studyhub.circles.planning.line_groups import counted_groups
from studyhub.circles.planning.planner import PagesUnknown, PerMeeting, PlanTooLong
from studyhub.circles.planning.schedule import Row
from studyhub.circles.planning.typed_lines import Press, carried
from studyhub.circles.toc import LineKind, TocTooLong
from studyhub.circles.views import drafting
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings import queries as meeting_queries
from studyhub.settings import organization
from studyhub.settings.models import ClosedDay
from studyhub.web.guards.access import member_required
from studyhub.words.dates import reader_zone
from studyhub.zones import ClosedDays, DateOutOfRange

USUAL_DAYS_AHEAD = 7
USUAL_SESSIONS = 6
# Beyond it a list of all sessions for every chapter would make the page many times as large.
SELECTS_MAX = 40


@bp.get("/circles/new")
@member_required
def new() -> str:
    """The first step, empty."""
    return book_page(Draft())


@bp.get("/circles/<slug>/book/new")
@member_required
def new_book(slug: str) -> str:
    """The first step of another book for a circle."""
    circle = organized_circle(slug)
    plan = queries.open_plan(circle)
    draft = Draft(slug=circle.slug, version=plan.version if plan else 0)
    draft.how = _how_of(circle)
    return book_page(draft)


def _how_of(circle: Circle) -> dict[str, str]:
    how = _usual_how(circle.title)
    how |= {"format": circle.format, "visibility": circle.visibility, "kind": circle.kind}
    how |= {"minutes": str(circle.minutes), "time_zone": circle.time_zone, "holidays": circle.holiday_rule}
    if circle.start_time:
        how["start"] = f"{circle.start_time:%H:%M}"
    if circle.weekday is not None:
        how["weekday"] = str(circle.weekday)
    if circle.nth_of_month is not None:
        how |= {"repeat": "month", "nth": str(circle.nth_of_month)}
    how["every_weeks"] = str(circle.every_weeks or 1)
    return how


def book_page(draft: Draft, form: BookForm | None = None) -> str:
    """The page of the first step."""
    return render_template(
        "circles/new.html", draft=draft, sealed=drafting.sealed(draft), form=form or drafting.book_form(draft)
    )


@bp.post("/circles/new")
@member_required
def edit_book() -> ResponseReturnValue:
    """Back to the first step; what was typed in the others is kept."""
    try:
        return book_page(drafting.absorbed(drafting.unsealed()))
    except BrokenDraft:
        return start_again()


def start_again() -> ResponseReturnValue:
    """A form that cannot be read: the first step, with what of it can be kept."""
    flash(_("This form could not be read any more. Please start from the table of contents."), "error")
    form = BookForm() if drafting.step() == drafting.BOOK else None
    return book_page(Draft(), form), 422


@bp.post("/circles/new/chapters")
@member_required
def new_chapters() -> ResponseReturnValue:
    """The second step: every line of the table of contents, to be corrected."""
    try:
        draft = drafting.unsealed()
    except BrokenDraft:
        return start_again()
    if drafting.step() != drafting.BOOK:
        drafting.absorbed(draft)
        return chapters_page(draft) if draft.book else book_page(draft)
    form = BookForm()
    if not form.validate_on_submit():
        return book_page(draft, form), 422
    known = drafting.read_and_typed(draft)
    drafting.absorbed(draft).book["isbn"] = form.isbn.data or ""
    if not draft.lines:
        try:
            draft.typed_lines = carried(known, drafting.as_read(draft.toc))
        except TocTooLong:
            form.toc.errors = [_("This is longer than a table of contents can be: at most 2,000 lines and 100 KB.")]
            return book_page(Draft(draft.key, draft.slug, draft.version), form), 422
    return chapters_page(draft)


def chapters_page(draft: Draft) -> str:
    """The page of the second step."""
    lines = draft.typed_lines
    return render_template(
        "circles/new_chapters.html",
        draft=draft,
        sealed=drafting.sealed(draft),
        lines=lines,
        problems={index: found for index, line in enumerate(lines) if (found := line.problem())},
        kinds=list(LineKind),
        groups=counted_groups(lines),
        is_pressed=any(press in request.form for press in Press),
        is_empty=to_read_count(draft) == 0,
    )


def to_read_count(draft: Draft) -> int:
    """How many lines are to be read from now on."""
    return sum(line.is_ticked and not line.is_read_before for line in draft.typed_lines)


@bp.post("/circles/new/schedule")
@member_required
def new_schedule() -> ResponseReturnValue:
    """The third step: how the circle meets, and every session that comes of it."""
    try:
        draft = drafting.unsealed()
    except BrokenDraft:
        return start_again()
    if drafting.step() == drafting.BOOK:
        # Pressed "without a book".
        draft.lines, draft.book, draft.toc, draft.edits = [], {}, "", {}
        return schedule_page(draft)
    drafting.absorbed(draft)
    if not is_readable(draft):
        return chapters_page(draft), 422
    if request.form.get("action") == "replan":
        draft.edits = {}
    return schedule_page(draft)


def is_readable(draft: Draft) -> bool:
    """Whether the lines make sense and something of them is left to read."""
    lines = draft.typed_lines
    return not any(line.problem() for line in lines) and (not lines or to_read_count(draft) > 0)


def _usual_how(title: str, *, has_book: bool = True) -> dict[str, str]:
    first_day = zones.in_zone(clock.now(), reader_zone()).date() + timedelta(days=USUAL_DAYS_AHEAD)
    return {
        "repeat": "weeks",
        "every_weeks": "1",
        "nth": "1",
        "weekday": str(first_day.weekday()),
        "start": "19:00",
        "minutes": "90",
        "first_day": first_day.isoformat(),
        "division": "per_meeting",
        "amount": "1" if has_book else str(USUAL_SESSIONS),
        "holidays": "skip",
        "title": title,
        "kind": "reading" if has_book else "study",
        "format": "presented",
        "visibility": "inside",
        "time_zone": reader_zone(),
    }


def schedule_page(draft: Draft, form: HowForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of the third step, planned anew where what the dates hang on has changed."""
    if not draft.how:
        has_book = bool(draft.lines)
        title = _("%(book)s reading circle", book=draft.book.get("title", "")) if has_book else ""
        draft.how = _usual_how(str(title), has_book=has_book)
    if form is None:
        form = drafting.how_form(draft)
        form.validate_planning()
    found, status = _rows_or_none(draft, form, status)
    lines = draft.typed_lines
    page = render_template(
        "circles/new_schedule.html",
        draft=draft,
        form=form,
        rows=found,
        lines=lines,
        chapter_count=to_read_count(draft),
        closed_days=_closed_days(found or []),
        past_count=_past_count(found or []),
        coming_count=_coming_count(draft),
        can_select=found is not None and len(found) <= SELECTS_MAX,
        shift_words=words.shift,
        sealed=drafting.sealed(draft),
    )
    return page, status


def _past_count(rows: list[Row]) -> int:
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


def _rows_or_none(draft: Draft, form: HowForm, status: int) -> tuple[list[Row] | None, int]:
    """The preview; None with the reason at its field where none can be made."""
    if not form.can_be_planned():
        return None, 422
    try:
        return rows(draft, form), status
    except PlanTooLong:
        form.amount.errors = [_("That would be more than 400 sessions. Please read more each time.")]
    except PagesUnknown:
        form.division.errors = [_("No chapter tells how long it is. Please choose another way, or write page numbers.")]
    except DateOutOfRange:
        form.first_day.errors = [_("The calendar ends before the book does. Please start earlier or meet more often.")]
    return None, 422


def rows(draft: Draft, form: HowForm) -> list[Row]:
    """The preview of a valid form. Raises PlanTooLong, PagesUnknown, DateOutOfRange."""
    if draft.edits.get("planned_with") != form.planned_with:
        draft.edits = {}
    closed = [ClosedDays(day.starts_on, day.ends_on, day.name, day.is_special) for day in organization.closed_days()]
    plan_request = form.request(closed)
    if not draft.lines:
        plan_request = replace(plan_request, division=PerMeeting(1))
    lines = [line.outlined() for line in draft.typed_lines]
    return schedule.rows(outline.to_read(lines), plan_request, draft.edits, spare=form.amount.data or 0)
