"""The last press: the circle with its book, chapters and sessions, or the next book of a circle, in one step."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.circles.forms.rhythm import HowForm
from studyhub.circles.models import CircleKind, Format, Level, ReadingName, Visibility
from studyhub.circles.planning import keeping, schedule
from studyhub.circles.planning.division import PlanTooLong
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.outline import OutlineLine
from studyhub.circles.planning.planner import HolidayRule, PagesUnknown
from studyhub.circles.planning.rhythm import EveryWeeks, NthWeekday
from studyhub.circles.planning.schedule import Row
from studyhub.circles.views import checking, drafting, planning, scheduling
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.drafting import NoDraft
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings.changing import book_change, creating, new_circles
from studyhub.meetings.changing.creating import NewBook, NewMeeting
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _
from studyhub.zones import DateOutOfRange


@bp.post("/circles/new/circle")
@member_required
def create() -> ResponseReturnValue:
    """Make what the preview shows; what does not fit yet is shown again."""
    try:
        draft = drafting.absorbed(planning.taken())
        drafting.keep(draft)
    except NoDraft:
        return planning.start_again()
    if draft.lines and (book_form := drafting.checked_book_form(draft)).errors:
        return planning.book_page(draft, book_form), 422
    if not checking.is_readable(draft):
        return checking.chapters_page(draft), 422
    form = drafting.how_form(draft)
    rows = _rows_or_none(draft, form)
    if rows is None or not _can_be_made(rows, form):
        return scheduling.schedule_page(draft, form, 422)
    return _change_book(draft, form, rows) if draft.slug else _create(draft, form, rows)


def _rows_or_none(draft: Draft, form: HowForm) -> list[Row] | None:
    """The preview as shown; None where it has to be shown once more, for it would be another one now."""
    if not form.validate():
        return None
    if request.form.get("planned_with") != form.planned_with or not drafting.is_of_these_contents(draft):
        flash(
            _("You changed how often it meets, so the sessions are planned anew. Please look at them again."), "notice"
        )
        return None
    try:
        return scheduling.preview(draft, form).rows
    except (PlanTooLong, PagesUnknown, DateOutOfRange):
        return None


def _can_be_made(rows: list[Row], form: HowForm) -> bool:
    if all(row.is_dropped for row in rows):
        flash(_("Please keep the date of at least one session."), "error")
        return False
    if scheduling.past_count(rows) and not form.keeps_past.data:
        return False
    return not any(row.problem for row in rows)


def _create(draft: Draft, form: HowForm, rows: list[Row]) -> ResponseReturnValue:
    circle = creating.create(_new_circle(draft, form, rows), by=current_user(), now=clock.now())
    keeping.settle(current_user(), draft, now=clock.now())
    db.session.commit()
    flash(_("%(title)s is planned, and you are signed up. Now tell the others!", title=circle.title), "success")
    return redirect(url_for(".show", slug=circle.slug), 303)


def _change_book(draft: Draft, form: HowForm, rows: list[Row]) -> ResponseReturnValue:
    circle = organized_circle(draft.slug)
    new = book_change.NewPlan(
        draft.version,
        NewBook(**draft.book),
        new_circles.new_chapters(_lines(draft)),
        _meetings(draft, form, rows),
        reason=_("The circle goes on with another book."),
    )
    if book_change.change_book(circle, new, by=current_user(), now=clock.now()):
        flash(_("The circle reads %(book)s now.", book=new.book.title), "success")
    else:
        flash(_("Nothing has changed: the circle was given another plan meanwhile."), "notice")
    keeping.settle(current_user(), draft, now=clock.now())
    db.session.commit()
    return redirect(url_for(".show", slug=circle.slug), 303)


def _new_circle(draft: Draft, form: HowForm, rows: list[Row]) -> creating.NewCircle:
    data: dict[str, Any] = form.data
    days = form.days
    return creating.NewCircle(
        title=data["title"],
        kind=CircleKind(data["kind"]),
        # Nobody is handed a circle that somebody else made with the same key.
        key=f"circle:{current_user().id}:{draft.key}",
        description=data["description"] or "",
        visibility=Visibility(data["visibility"]),
        format=Format(data["format"]),
        reading_name=ReadingName(data["reading_name"]),
        level=Level(data["level"]) if data["level"] else None,
        is_open_half_way=bool(data["is_open_half_way"]),
        time_zone=data["time_zone"],
        place=data["place"] or "",
        online_url=data["online_url"] or "",
        capacity=data["capacity"],
        every_weeks=days.weeks if isinstance(days, EveryWeeks) else None,
        nth_of_month=days.nth if isinstance(days, NthWeekday) else None,
        weekday=days.weekday,
        start_time=data["start"],
        minutes=data["minutes"],
        holiday_rule=HolidayRule(data["holidays"]),
        book=NewBook(**draft.book) if draft.lines else None,
        chapters=new_circles.new_chapters(_lines(draft)),
        meetings=_meetings(draft, form, rows),
    )


def _lines(draft: Draft) -> list[OutlineLine]:
    return [line.outlined() for line in draft.typed_lines]


def _meetings(draft: Draft, form: HowForm, rows: list[Row]) -> list[NewMeeting]:
    """The sessions to be made, in order of time."""
    data: dict[str, Any] = form.data
    held = schedule.held(rows, data["minutes"], data["time_zone"])
    return new_circles.new_meetings(_lines(draft), held)
