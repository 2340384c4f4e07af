"""Who presents which chapter: each person's own part, and the organiser's page of one chapter."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import assignments, chapter_queries, chapters, queries, rules, suggestions
from studyhub.meetings.forms import GuestForm, MoveForm, ReasonForm, SplitForm, SuggestionForm, typed
from studyhub.meetings.models import Meeting
from studyhub.meetings.rules import ChapterAction
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, organized_meeting, visible_meeting
from studyhub.people.auth import current_user
from studyhub.people.models import ImpossibleMove, User
from studyhub.web.access import member_required
from studyhub.web.dates import day
from studyhub.web.forms import choice


def _done(action: ChapterAction) -> str:
    words = {
        ChapterAction.CLAIM: _("The chapter is yours. Thank you!"),
        ChapterAction.ACCEPT: _("The chapter is yours. Thank you!"),
        ChapterAction.DECLINE: _("You have declined. The organisers will ask somebody else."),
        ChapterAction.READY: _("You are ready for your chapter."),
        ChapterAction.NOT_READY: _("Noted: not ready yet."),
        ChapterAction.WANT_COVER: _("You look for cover. The chapter stays yours until somebody takes it over."),
        ChapterAction.KEEP: _("You present your chapter after all."),
        ChapterAction.GIVE_BACK: _("You have given the chapter back; it is open again."),
        ChapterAction.COVER: _("You take the chapter over. Thank you!"),
        ChapterAction.PAIR: _("You present the chapter together. Thank you!"),
    }
    return str(words[action])


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/assignment")
@member_required
def update_assignment(meeting_id: int, chapter_id: int) -> Any:
    """Take a chapter, give it back, and everything between."""
    meeting = visible_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    try:
        action = ChapterAction(request.form.get("action", ""))
    except ValueError:
        abort(400)
    _attempt(lambda: _act(action, meeting, chapter), _done(action))
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _act(action: ChapterAction, meeting: Meeting, chapter: Chapter) -> None:
    user, now = current_user(), clock.now()
    with_reason = {ChapterAction.DECLINE: assignments.decline, ChapterAction.WANT_COVER: assignments.want_cover}
    if action in with_reason:
        with_reason[action](meeting, chapter, user, _reason(), now=now)
        return
    without_reason = {
        ChapterAction.CLAIM: assignments.claim,
        ChapterAction.COVER: assignments.claim,
        ChapterAction.ACCEPT: assignments.accept,
        ChapterAction.READY: assignments.be_ready,
        ChapterAction.NOT_READY: assignments.keep,
        ChapterAction.KEEP: assignments.keep,
        ChapterAction.GIVE_BACK: assignments.give_back,
        ChapterAction.PAIR: assignments.pair,
    }
    without_reason[action](meeting, chapter, user, now=now)


def _reason() -> str:
    form = ReasonForm()
    return (form.reason.data or "") if form.validate() else ""


def _attempt(act: Callable[[], Any], done: str) -> None:
    """Do it and say so, or say why it could not be."""
    try:
        act()
    except assignments.ChapterTaken:
        problem = _("Somebody else has this chapter by now.")
    except assignments.ListenerNeverAsked:
        problem = _("Listeners present nothing. Whoever wants to present takes part in the circle first.")
    except assignments.AssignmentClosed:
        problem = _("Nothing can be changed about this chapter here any more.")
    except (assignments.NoAssignment, ImpossibleMove):
        problem = _("That does not fit any more: the chapter has changed meanwhile. Please look at it again.")
    except chapters.NoNextChapter:
        problem = _("No chapter comes after this one in the session.")
    except chapters.NotInCircle:
        problem = _("Please choose a coming session of this circle.")
    else:
        db.session.commit()
        flash(done, "success")
        return
    db.session.rollback()
    flash(problem, "error")


@bp.get("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/edit")
@member_required
def edit_chapter(meeting_id: int, chapter_id: int) -> Any:
    """Arrange one chapter: who presents it, how it is cut, when it is read."""
    meeting = organized_meeting(meeting_id)
    return _chapter_page(meeting, chapter_of(meeting, chapter_id))


def _chapter_page(meeting: Meeting, chapter: Chapter, **refused: Any) -> str:
    now = clock.now()
    held = [one for one in chapter_queries.presenters(meeting) if one.chapter_id == chapter.id]
    forms = {
        "suggestion": _suggestion_form(meeting),
        "guest": GuestForm(formdata=None),
        "division": SplitForm(
            formdata=None, data={"first": f"{chapter.title} (1/2)", "second": f"{chapter.title} (2/2)"}
        ),
        "move": _move_form(meeting),
    }
    return render_template(
        "meetings/edit_chapter.html",
        meeting=meeting,
        circle=meeting.circle,
        chapter=chapter,
        presenters=held,
        takes_presenters=rules.takes_presenters(meeting, now),
        has_next=chapter_queries.chapters(meeting)[-1].id != chapter.id,
        forms={**forms, **refused},
    )


def _suggestion_form(meeting: Meeting, **kwargs: Any) -> SuggestionForm:
    form = SuggestionForm(**kwargs)
    asked = db.session.scalars(chapter_queries.can_be_asked(meeting))
    form.user_id.choices = [choice(str(user.id), user.name) for user in asked]
    return form


def _move_form(meeting: Meeting, **kwargs: Any) -> MoveForm:
    form = MoveForm(**kwargs)
    others = db.session.scalars(queries.coming(meeting.circle, clock.now()))
    form.meeting_id.choices = [choice(str(one.id), _meeting_label(one)) for one in others if one.id != meeting.id]
    return form


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
    _attempt(
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
    _attempt(lambda: suggestions.name_guest(meeting, chapter, name, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/presenters/<id:assignment_id>/delete")
@member_required
def delete_presenter(meeting_id: int, chapter_id: int, assignment_id: int) -> Any:
    """Take a presenter off a chapter."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The chapter has one presenter less.")
    _attempt(lambda: suggestions.take_off(meeting, chapter, assignment_id, by=current_user(), now=clock.now()), done)
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
    _attempt(lambda: chapters.split(meeting, chapter, titles, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/union")
@member_required
def create_union(meeting_id: int, chapter_id: int) -> Any:
    """Join a chapter with the next one."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The two chapters are one now.")
    _attempt(lambda: chapters.merge(meeting, chapter, by=current_user(), now=clock.now()), done)
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
    _attempt(lambda: chapters.move(meeting, chapter, to, by=current_user(), now=clock.now()), done)
    return _arranged(meeting_id)
