"""The list of circles, and the page of one."""

from datetime import datetime
from typing import Any

from flask import render_template, request

from studyhub import clock
from studyhub.actions import circle_part
from studyhub.actions import queries as actions
from studyhub.circles import queries, rules
from studyhub.circles.models import Circle, CircleKind, CircleState, Level
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.fetching import shown_circle
from studyhub.meetings import circle_head, circle_list, circle_page
from studyhub.meetings import queries as meeting_queries
from studyhub.meetings.circle_cards import cards
from studyhub.meetings.circle_list import Wanted
from studyhub.meetings.circle_page import PlanLine
from studyhub.meetings.health.signals import Health, Known, health
from studyhub.meetings.material import queries as material
from studyhub.meetings.models import MeetingState
from studyhub.meetings.running import sheet
from studyhub.meetings.running.sheet import NowSheet
from studyhub.meetings.spines import spine
from studyhub.meetings.wanted_next import have_presenters, wanted_next
from studyhub.meetings.week import week
from studyhub.notes import catching_up, of_circle, of_meeting
from studyhub.notes.catching_up import CatchUp
from studyhub.notes.of_circle import NoteLine
from studyhub.notes.of_meeting import MeetingNote
from studyhub.notes.stages import Stage
from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.reminders.of_plan import of_plan
from studyhub.reminders.phrases import soon_at
from studyhub.sos import queries as sos
from studyhub.sos.models import HelpWanted
from studyhub.text.cleaning import clean_line
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages.paging import page_number
from studyhub.words.dates import reader_zone

# What help wanted can become.
ONE_SESSION = (CircleKind.STUDY, CircleKind.DRILL)
PAGE_SIZE = 12
WORDS_MAX_CHARS = 80
CREDITS_SHOWN = 12
# Enough rows to see where the circle is; the rest opens on request.
PAST_SHOWN = 1


@bp.get("/circles/")
def index() -> str:
    """Circles the reader may open, next session first; found by words, and by what one looks for."""
    user, now, wanted, page = current_user_or_none(), clock.now(), _wanted(), page_number()
    # One more than is shown tells whether there is a next page.
    found = circle_list.listed(user, wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE + 1, now=now)
    is_first = page == 1
    return render_template(
        "circles/index.html",
        cards=cards(found[:PAGE_SIZE], user, now=now),
        week=week(user, zone=reader_zone(), now=now) if is_first and not wanted.asks else None,
        over=circle_list.over(user, wanted.kind) if is_first and not wanted.is_about_all else [],
        over_shown=circle_list.OVER_SHOWN,
        wanted=wanted,
        kinds=[CircleKind.READING, CircleKind.STUDY, CircleKind.DRILL],
        states=list(CircleState),
        levels=list(Level),
        page=page,
        has_next=len(found) > PAGE_SIZE,
        can_create=rules.can_create(user),
    )


def _wanted() -> Wanted:
    return Wanted(
        words=clean_line(request.args.get("q", ""))[:WORDS_MAX_CHARS],
        kind=_chosen(CircleKind, "kind"),
        state=_chosen(CircleState, "state"),
        level=_chosen(Level, "level"),
        is_open_half_way="half_way" in request.args,
    )


def _chosen(choices: Any, name: str) -> Any:
    """A filter as chosen; a word that means nothing filters nothing."""
    try:
        return choices(request.args.get(name, ""))
    except ValueError:
        return None


@bp.get("/circles/<slug>/")
def show(slug: str) -> str:
    """One circle: where the book is, what comes, who takes part."""
    circle, user, now = shown_circle(slug), current_user_or_none(), clock.now()
    is_inside = is_member(user)
    lines = circle_page.plan_lines(circle, user, is_inside=is_inside, now=now)
    past = [line for line in lines if line.is_past]
    shows_past = request.args.get("past") == "all"
    shown = lines if shows_past else [line for line in lines if not line.is_past or line in past[-PAST_SHOWN:]]
    people = _people(circle, user, is_inside=is_inside)
    head = circle_head.head(circle, [line.meeting for line in lines], now=now)
    notes, keeps_any = of_circle.of_meetings(circle, user), actions.keeps_any(circle.id)
    return render_template(
        "circles/show.html",
        circle=circle,
        catch_up=_catch_up(circle, lines, user, keeps_any=keeps_any, now=now) if is_member(user) else None,
        rhythm=circle_head.said(head),
        place=circle_head.place_said(head) if is_inside else "",
        book=queries.book(circle),
        spine=spine(circle, now=now),
        lines=shown,
        links=material.of_chapters(read.chapter.id for line in shown for read in line.chapters) if is_inside else {},
        wanted=wanted_next(lines, user, people["mine"], now=now) if is_inside and user else None,
        have_presenters=is_inside and circle.state is CircleState.RUNNING and have_presenters(lines, now=now),
        hidden_count=len(lines) - len(shown),
        shows_past=shows_past and len(past) > PAST_SHOWN,
        current_id=_current_id(lines),
        notes=notes,
        health=_health(circle, lines, notes, people, now) if people["can_organize"] else None,
        chart=[(line.meeting.number, line.came) for line in past if line.came is not None and line.meeting.number],
        is_inside=is_inside,
        is_full=circle_page.are_all_full(lines, now),
        reminders=of_plan(circle, [line.meeting for line in lines], now) if people["can_organize"] else {},
        soon_at=soon_at,
        settled=circle_part.of_circle(circle, user, keeps_any=keeps_any, now=now),
        came_of=_came_of(circle, user),
        now_sheets=_now_sheets(lines, user, now) if is_member(user) else [],
        **people,
    )


def _came_of(circle: Circle, user: User | None) -> HelpWanted | None:
    """Only study sessions and training come of help wanted."""
    return sos.came_of(circle, user) if circle.kind in ONE_SESSION and is_member(user) else None


def _catch_up(circle: Circle, lines: list[PlanLine], user: User, *, keeps_any: bool, now: datetime) -> CatchUp | None:
    """With a circle that is over nobody catches up."""
    if circle.state in rules.OVER:
        return None
    return catching_up.catch_up(circle, lines, user, keeps_any=keeps_any, now=now)


def _health(
    circle: Circle, lines: list[PlanLine], notes: dict[int, NoteLine], people: dict[str, Any], now: datetime
) -> Health | None:
    """What whoever organises it can mend; nothing of a circle that is over."""
    if circle.state in rules.OVER:
        return None
    known = Known(
        state=circle.state,
        lines=lines,
        drafts={meeting_id: note.note_id for meeting_id, note in notes.items() if Stage.DRAFT in note.stages},
        noted=notes,
        people=people["people_count"] or 0,
        organizers=len(people["organizers"]),
    )
    return health(known, now=now)


def _now_sheets(lines: list[PlanLine], user: User, now: datetime) -> list[tuple[NowSheet, MeetingNote | None]]:
    """The session that runs, with its note; two may run at once."""
    found = [one for line in lines if (one := sheet.now_sheet(line.meeting, user, now))]
    return [(one, of_meeting.line(one.meeting, user, one.participation, has_chapters=True)) for one in found]


def _current_id(lines: list[PlanLine]) -> int | None:
    """The meeting that is next or under way."""
    coming = (line.meeting for line in lines if not line.is_past)
    return next((meeting.id for meeting in coming if meeting.state is MeetingState.SCHEDULED), None)


def _people(circle: Circle, user: User | None, *, is_inside: bool) -> dict[str, Any]:
    """Who organises, who presented, and what the reader may do; visitors see no people."""
    mine = queries.shown_participation(circle, user)
    organizers = meeting_queries.named_organizers(circle) if is_inside else []
    credited = circle_page.credits_of(circle) if is_inside else []
    return {
        "mine": mine,
        "organizers": organizers,
        "credits": credited[:CREDITS_SHOWN],
        "more_credits": max(len(credited) - CREDITS_SHOWN, 0),
        "people_count": queries.participant_count(circle) if is_inside else None,
        "can_organize": rules.can_organize(user, mine),
        "can_join": rules.can_join(user, circle.state, circle.visibility),
        "can_become_organizer": rules.can_become_organizer(user, mine, organizers=len(organizers)),
    }
