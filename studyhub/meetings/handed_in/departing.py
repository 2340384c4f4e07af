"""Which columns of meetings name people, and what becomes of them. Nothing here commits."""

from datetime import datetime

from studyhub.meetings.assigning.between.models import Proposal
from studyhub.meetings.assigning.models import Assignment, ChapterCall
from studyhub.meetings.departing import chapters, giving_back, places, thanks
from studyhub.meetings.material.models import ChapterLink
from studyhub.meetings.models import Attendance, Meeting, Signup, SignupChange
from studyhub.meetings.thanks.models import Thanks
from studyhub.meetings.thoughts.models import ReadTick, Thought, ThoughtLike
from studyhub.people.departing import OfPeople
from studyhub.people.models import User


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Let what a person has once of a meeting or a chapter be there once. The meetings must be locked.

    Of two places one was given up before (`places.give_up_second_places`).
    """
    places.settle_attendance(going, staying)
    chapters.settle_assignments(going, staying, now=now)
    chapters.settle_likes_and_ticks(going, staying)
    chapters.settle_calls(going, staying)
    chapters.settle_proposals(going, staying, now=now)
    thanks.settle(going, staying)


OF_PEOPLE = OfPeople(
    moved=(
        Meeting.facilitator_id,
        Meeting.scribe_id,
        Meeting.attendance_confirmed_by_id,
        SignupChange.by_id,
        Attendance.recorded_by_id,
        Assignment.suggested_by_id,
        Proposal.proposer_id,
        Proposal.asked_id,
        ChapterLink.added_by_id,
        Thought.user_id,
    ),
    without_second=(
        Signup.user_id,
        Attendance.user_id,
        Assignment.user_id,
        ChapterCall.user_id,
        ThoughtLike.user_id,
        ReadTick.user_id,
    ),
    one_by_one=(Thanks.writer_id, Thanks.presenter_id),
    settle=settle,
    give_back=giving_back.give_back,
)
