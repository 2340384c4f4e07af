"""Give and take between two presenters: proposing, answering by one press, and taking it back."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import rules
from studyhub.meetings.assigning.between import proposing
from studyhub.meetings.assigning.between import queries as between
from studyhub.meetings.assigning.between.queries import Exchangeable
from studyhub.meetings.forms import ExchangeForm, HandOverForm
from studyhub.meetings.models import Meeting
from studyhub.meetings.views.attempts import attempt
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, visible_meeting
from studyhub.people.models import User
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.forms import choice
from studyhub.words.dates import day
from studyhub.words.saying import gettext as _


@bp.get("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/proposal/new")
@member_required
def new_proposal(meeting_id: int, chapter_id: int) -> Any:
    """Whom to swap a chapter of one's own with, or to hand it to."""
    meeting, chapter = _own_chapter(meeting_id, chapter_id)
    return _page(meeting, chapter, _exchange_form(_others(meeting, chapter)), _hand_over_form(meeting, chapter))


def _own_chapter(meeting_id: int, chapter_id: int) -> tuple[Meeting, Chapter]:
    """A chapter the reader has and can give; 404 where there is none, 403 where it is not theirs."""
    meeting = visible_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    if not between.can_give(chapter, current_user()):
        abort(403)
    return meeting, chapter


def _others(meeting: Meeting, chapter: Chapter) -> list[Exchangeable]:
    return between.exchangeable(meeting, chapter, current_user(), clock.now())


def _exchange_form(others: list[Exchangeable], **kwargs: Any) -> ExchangeForm:
    form = ExchangeForm(**kwargs)
    form.assignment_id.choices = [choice(str(one.assignment_id), _label(one)) for one in others]
    return form


def _label(one: Exchangeable) -> str:
    number = _("Session %(number)s", number=one.meeting.number)
    return f"{number} {day(one.meeting.starts_at, one.meeting.circle.time_zone)} {one.chapter.title} ({one.name})"


def _hand_over_form(meeting: Meeting, chapter: Chapter, **kwargs: Any) -> HandOverForm:
    form = HandOverForm(**kwargs)
    form.user_id.offer(db.session.scalars(between.takers(meeting, chapter)))
    return form


def _page(meeting: Meeting, chapter: Chapter, exchange: ExchangeForm, hand_over: HandOverForm) -> str:
    now = clock.now()
    context = {"meeting": meeting, "circle": meeting.circle, "chapter": chapter}
    forms = {"exchange": exchange, "hand_over": hand_over, "until": rules.answer_until(meeting, now)}
    return render_template("meetings/assigning/new_proposal.html", **context, **forms)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/proposal")
@member_required
def create_proposal(meeting_id: int, chapter_id: int) -> Any:
    """Ask one person: for one of their chapters where one is named, else to take it over."""
    meeting, chapter = _own_chapter(meeting_id, chapter_id)
    others = _others(meeting, chapter)
    exchange, hand_over = _exchange_form(others), _hand_over_form(meeting, chapter)
    if "assignment_id" in request.form:
        if not exchange.validate_on_submit():
            return _page(meeting, chapter, exchange, _hand_over_form(meeting, chapter, formdata=None)), 422
        other = next(one for one in others if one.assignment_id == exchange.assignment_id.data)
        return _propose(meeting, chapter, other.user_id, other.chapter)
    if not hand_over.validate_on_submit():
        return _page(meeting, chapter, _exchange_form(others, formdata=None), hand_over), 422
    return _propose(meeting, chapter, hand_over.user_id.data, None)


def _propose(meeting: Meeting, chapter: Chapter, user_id: int, for_chapter: Chapter | None) -> Any:
    to, by, now = db.session.get_one(User, user_id), current_user(), clock.now()
    done = _("%(name)s is asked. Nothing changes until they accept.", name=to.name)
    attempt(lambda: proposing.propose(meeting, chapter, to, for_chapter, by=by, now=now), done)
    return redirect(url_for("meetings.show", meeting_id=meeting.id, _anchor="chapters"), 303)


@bp.post("/proposals/<id:proposal_id>/acceptance")
@member_required
def accept_proposal(proposal_id: int) -> Any:
    """Yes: the chapters change hands at once."""
    meeting_id = _own_meeting(proposal_id)
    done = _("Agreed: the chapters have changed hands. Thank you!")
    attempt(lambda: proposing.accept(proposal_id, current_user(), now=clock.now()), done)
    return _back(meeting_id)


@bp.post("/proposals/<id:proposal_id>/refusal")
@member_required
def decline_proposal(proposal_id: int) -> Any:
    """No: everybody keeps their chapters."""
    meeting_id = _own_meeting(proposal_id)
    done = _("You have declined; everybody keeps their chapters.")
    attempt(lambda: proposing.decline(proposal_id, current_user(), now=clock.now()), done)
    return _back(meeting_id)


@bp.post("/proposals/<id:proposal_id>/delete")
@member_required
def delete_proposal(proposal_id: int) -> Any:
    """Take back what one proposed."""
    meeting_id = _own_meeting(proposal_id)
    done = _("Taken back; everybody keeps their chapters.")
    attempt(lambda: proposing.withdraw(proposal_id, current_user(), now=clock.now()), done)
    return _back(meeting_id)


def _own_meeting(proposal_id: int) -> int:
    """Where the chapter is read that a proposal of or to the reader is about, over or not; 404 for any other."""
    found = between.meeting_of(proposal_id, current_user())
    return found if found is not None else abort(404)


def _back(meeting_id: int) -> Any:
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="chapters"), 303)
