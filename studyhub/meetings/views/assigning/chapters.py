"""How an organiser arranges one chapter: who presents it, how it is cut, when it is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import redirect, render_template, url_for

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import chapters, load_page, suggestions, swapping
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.assigning.queries import Presenter, Swappable
from studyhub.meetings.forms import GuestForm, MoveForm, SplitForm, SuggestionForm, SwapForm, typed
from studyhub.meetings.models import Meeting
from studyhub.meetings.views.attempts import attempt
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, organized_meeting
from studyhub.people.models import User
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.forms import choice
from studyhub.words.dates import day
from studyhub.words.saying import gettext as _


@bp.get("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/edit")
@member_required
def edit_chapter(meeting_id: int, chapter_id: int) -> Any:
    """Arrange one chapter: who presents it, how it is cut, when it is read."""
    meeting = organized_meeting(meeting_id)
    return _chapter_page(meeting, chapter_of(meeting, chapter_id))


def _chapter_page(meeting: Meeting, chapter: Chapter, **refused: Any) -> str:
    now = clock.now()
    held = [one for one in chapter_queries.presenters(meeting) if one.chapter_id == chapter.id]
    can_be_presented = rules.takes_presenters(meeting, now)
    takes_presenters = can_be_presented and chapter_queries.is_presented(meeting, chapter)
    forms = {
        "suggestion": _suggestion_form(meeting),
        "guest": GuestForm(formdata=None),
        "division": SplitForm(
            formdata=None, data={"first": f"{chapter.title} (1/2)", "second": f"{chapter.title} (2/2)"}
        ),
        "move": _move_form(meeting),
        "swap": _swap_form(chapter_queries.swappable(meeting, chapter, now)),
    }
    return render_template(
        "meetings/assigning/edit_chapter.html",
        meeting=meeting,
        circle=meeting.circle,
        chapter=chapter,
        presenters=held,
        first=_first(held, now) if takes_presenters else "",
        takes_presenters=takes_presenters,
        is_read_together=can_be_presented and not takes_presenters,
        ranking=load_page.ranking(meeting, chapter, now=now) if takes_presenters and meeting.is_open(now) else None,
        refusals=chapter_queries.refusals(chapter),
        has_next=chapter_queries.chapters(meeting)[-1].id != chapter.id,
        forms={**forms, **refused},
    )


def _first(held: Sequence[Presenter], now: datetime) -> str:
    """What fits the chapter as it stands: decide where cover is looked for, missing where somebody has it, else ask."""
    states = [one.state for one in held if not one.has_lapsed(now)]
    if last_minute.is_lost(states):
        return "decide"
    return "missing" if any(state is not AssignmentState.SUGGESTED for state in states) else ""


def _suggestion_form(meeting: Meeting, **kwargs: Any) -> SuggestionForm:
    form = SuggestionForm(**kwargs)
    form.user_id.offer(db.session.scalars(chapter_queries.can_be_asked(meeting)))
    return form


def _move_form(meeting: Meeting, **kwargs: Any) -> MoveForm:
    form = MoveForm(**kwargs)
    others = db.session.scalars(queries.coming(meeting.circle, clock.now()))
    form.meeting_id.choices = [choice(str(one.id), _meeting_label(one)) for one in others if one.id != meeting.id]
    return form


def _swap_form(others: Sequence[Swappable]) -> SwapForm:
    form = SwapForm()
    form.chapter_id.choices = [choice(str(one.chapter.id), _swap_label(one)) for one in others]
    return form


def _swap_label(one: Swappable) -> str:
    """Whoever is only asked for it would be asked for the other one: nobody would have that any more."""
    who = f"{one.presenter}{_(', ')}{_('Suggested')}" if one.is_only_asked else one.presenter
    return f"{_meeting_label(one.meeting)} {one.chapter.title} ({who})"


def _meeting_label(meeting: Meeting) -> str:
    number = _("Session %(number)s", number=meeting.number)
    return f"{number} {day(meeting.starts_at, meeting.circle.time_zone)}"


def _arranged(meeting_id: int) -> Any:
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/suggestion")
@member_required
def create_suggestion(meeting_id: int, chapter_id: int) -> Any:
    """Ask somebody to present, or note that they agreed."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    form = _suggestion_form(meeting)
    if not form.validate_on_submit():
        return _chapter_page(meeting, chapter, suggestion=form), 422
    asked = db.session.scalars(chapter_queries.can_be_asked(meeting).where(User.id == form.user_id.data)).one()
    done = _("%(name)s presents the chapter.", name=asked.name)
    if not form.is_agreed.data:
        done = _("%(name)s is asked to present the chapter.", name=asked.name)
    agreed = form.is_agreed.data
    attempt(
        lambda: suggestions.suggest(meeting, chapter, asked, by=current_user(), now=clock.now(), is_agreed=agreed), done
    )
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/guest")
@member_required
def create_guest(meeting_id: int, chapter_id: int) -> Any:
    """Let a guest present."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    form = GuestForm()
    if not form.validate_on_submit():
        return _chapter_page(meeting, chapter, guest=form), 422
    name = typed(form.name.data)
    done = _("%(name)s presents the chapter.", name=name)
    attempt(lambda: suggestions.name_guest(meeting, chapter, name, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/presenters/<id:assignment_id>/delete")
@member_required
def delete_presenter(meeting_id: int, chapter_id: int, assignment_id: int) -> Any:
    """Take a presenter off a chapter."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The chapter has one presenter less.")
    attempt(lambda: suggestions.take_off(meeting, chapter, assignment_id, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/division")
@member_required
def create_division(meeting_id: int, chapter_id: int) -> Any:
    """Cut a chapter in two."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    form = SplitForm()
    if not form.validate_on_submit():
        return _chapter_page(meeting, chapter, division=form), 422
    titles = typed(form.first.data), typed(form.second.data)
    done = _("The chapter is two now; the second half has no presenter yet.")
    attempt(lambda: chapters.split(meeting, chapter, titles, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/union")
@member_required
def create_union(meeting_id: int, chapter_id: int) -> Any:
    """Join a chapter with the next one."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The two chapters are one now.")
    attempt(lambda: chapters.merge(meeting, chapter, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/move")
@member_required
def create_move(meeting_id: int, chapter_id: int) -> Any:
    """Read a chapter in another session."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    form = _move_form(meeting)
    if not form.validate_on_submit():
        return _chapter_page(meeting, chapter, move=form), 422
    to = db.session.scalars(queries.of_circle(meeting.circle).where(Meeting.id == form.meeting_id.data)).one()
    done = _("The chapter is read in session %(number)s now, with whoever presents it.", number=to.number)
    attempt(lambda: chapters.move(meeting, chapter, to, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/swap")
@member_required
def create_swap(meeting_id: int, chapter_id: int) -> Any:
    """Let the presenters of two chapters change places."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    others = chapter_queries.swappable(meeting, chapter, clock.now())
    form = _swap_form(others)
    if not form.validate_on_submit():
        return _chapter_page(meeting, chapter, swap=form), 422
    other = next((one.meeting, one.chapter) for one in others if one.chapter.id == form.chapter_id.data)
    done = _("The two chapters have changed presenters.")
    attempt(lambda: swapping.swap((meeting, chapter), other, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)
