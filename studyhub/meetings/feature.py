"""Meetings: sessions, sign-ups, chapters and who presents them, attendance, thoughts."""

from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.meetings import messages, views
from studyhub.meetings.assigning import asking
from studyhub.meetings.assigning.between import ending
from studyhub.meetings.assigning.between import notices as proposal_notices
from studyhub.meetings.assigning.between import queries as between
from studyhub.meetings.assigning.cover import calling, notices
from studyhub.meetings.calendar import events
from studyhub.meetings.handed_in import waiting
from studyhub.meetings.handed_in.departing import OF_PEOPLE
from studyhub.meetings.handed_in.limits import LIMITS
from studyhub.meetings.handed_in.subjects import SUBJECTS
from studyhub.meetings.handed_in.trail_words import ACTIONS

MEETINGS = Feature(
    name="meetings",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    waits=(
        Waits(Turn.ANSWER, waiting.suggestions, "meetings/waits/suggestions.html", waiting.suggestion_rows),
        Waits(Turn.ANSWER, between.asked_of, "meetings/waits/proposals.html", between.asked_of_rows),
        Waits(Turn.ANSWER, waiting.wanted, "meetings/waits/wanted.html", waiting.wanted_rows, waiting.wanted_soon),
        Waits(Turn.ORGANIZE, waiting.covers, "meetings/waits/covers.html", waiting.cover_rows),
        Waits(Turn.ORGANIZE, waiting.undated, "meetings/waits/undated.html", waiting.undated_rows),
        Waits(
            Turn.ORGANIZE,
            waiting.attendance,
            "meetings/waits/attendance.html",
            waiting.attendance_rows,
            waiting.still_corrected,
        ),
    ),
    ticks=(
        asking.ask_after_silence,
        calling.call,
        calling.forget_old,
        notices.end_answered,
        ending.end_what_is_over,
        proposal_notices.end_answered,
    ),
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
    calendar=events.of_person,
    limits=LIMITS,
    tells=frozenset({"meetings.create_cover_request", "meetings.create_suggestion", "meetings.create_proposal"}),
)
