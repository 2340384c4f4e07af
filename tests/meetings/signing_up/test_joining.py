"""Joining a circle once for all its meetings."""

from datetime import timedelta

import pytest

from studyhub.circles import queries as circles
from studyhub.circles.models import CircleState, ParticipationRole
from studyhub.db import db
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.models import MeetingState, SignupState
from studyhub.meetings.signing_up import joining, signups
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, held, meetings_of, messages, state, statements, texts


def test_join_signs_up_for_every_coming_meeting(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=cast.meeting.starts_at)

    states = [state(meeting, cast.chika) for meeting in cast.meetings]
    assert states == [None, SignupState.CONFIRMED, SignupState.CONFIRMED, SignupState.CONFIRMED]


def test_join_waits_where_a_meeting_is_full(cast: Cast) -> None:
    cast.meetings[1].capacity = 2

    joining.join(cast.circle, cast.chika, now=NOON)

    assert [state(meeting, cast.chika) for meeting in cast.meetings[:2]] == [
        SignupState.CONFIRMED,
        SignupState.WAITLISTED,
    ]


def test_join_again_changes_the_role_and_brings_back_no_meeting(cast: Cast) -> None:
    joining.join(cast.circle, cast.botan, now=NOON)
    signups.withdraw(cast.meeting, cast.botan, now=NOON)

    mine = joining.join(cast.circle, cast.botan, now=NOON, role=ParticipationRole.LISTENER)

    assert (mine.role, state(cast.meeting, cast.botan)) == (ParticipationRole.LISTENER, None)


def test_join_a_circle_that_ended_is_refused(cast: Cast) -> None:
    cast.circle.move_to(CircleState.ENDED)

    with pytest.raises(joining.CircleClosed):
        joining.join(cast.circle, cast.chika, now=NOON)


def test_leave_withdraws_from_what_comes(cast: Cast) -> None:
    cast.meetings[2].state = MeetingState.POSTPONED

    joining.leave(cast.circle, cast.botan, now=cast.meeting.starts_at + timedelta(minutes=1))

    states = [state(meeting, cast.botan) for meeting in cast.meetings]
    assert states == [SignupState.CONFIRMED, None, None, None]
    assert circles.participation(cast.circle, cast.botan) is None


@pytest.mark.parametrize("role", [None, ParticipationRole.LISTENER])
def test_who_leaves_or_listens_presents_nothing(cast: Cast, role: ParticipationRole | None) -> None:
    chapter = chapter_of(cast.meetings[1])
    assignments.claim(cast.meetings[1], chapter, cast.botan, now=NOON)

    leave_or_listen(cast, role)

    assert (held(chapter), messages("assignment_given_back")) == ([], ["Aki"])


@pytest.mark.parametrize("role", [None, ParticipationRole.LISTENER])
def test_who_leaves_or_listens_says_no_to_what_they_are_asked_for(cast: Cast, role: ParticipationRole | None) -> None:
    joining.join(cast.circle, cast.chika, now=NOON)
    chapter = chapter_of(cast.meetings[1])
    suggestions.suggest(cast.meetings[1], chapter, cast.botan, by=cast.aki, now=NOON).basis = {"because": "chapters"}

    leave_or_listen(cast, role)

    assert [(one.presenter_name, one.state) for one in held(chapter)] == [("Aki", AssignmentState.SUGGESTED)]


def test_what_has_begun_keeps_its_presenter(cast: Cast) -> None:
    taken = assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    joining.leave(cast.circle, cast.botan, now=cast.meeting.starts_at)

    assert held(chapter_of(cast.meeting)) == [taken]


def leave_or_listen(cast: Cast, role: ParticipationRole | None) -> None:
    if role:
        joining.join(cast.circle, cast.botan, now=NOON, role=role)
    else:
        joining.leave(cast.circle, cast.botan, now=NOON)


@pytest.mark.parametrize(("path", "form"), [("/delete", {}), ("", {"role": "listener"})])
def test_one_reads_that_ones_chapters_are_open_again(cast: Cast, path: str, form: dict[str, str]) -> None:
    assignments.claim(cast.meetings[1], chapter_of(cast.meetings[1]), cast.botan, now=NOON)
    browser = cast.browser(cast.botan)

    browser.post(f"/circles/{cast.circle.slug}/participation{path}", data=form)

    assert "担当する予定だった章（1件）は未定に戻りました" in browser.get(f"/circles/{cast.circle.slug}/").text


def test_leave_as_the_last_organizer_keeps_the_meetings(cast: Cast) -> None:
    joining.leave(cast.circle, cast.aki, now=NOON)

    assert circles.organizer_count(cast.circle) == 0
    assert [meeting.state for meeting in meetings_of(cast.circle)] == [MeetingState.SCHEDULED] * 4


def test_join_reads_no_more_for_many_meetings(cast: Cast) -> None:
    reads = []
    for meetings in (2, 9):
        circle = cast.new_circle(cast.aki, title="Long", meetings=meetings)
        db.session.flush()
        with statements() as found:
            joining.join(circle, cast.chika, now=NOON)
            db.session.flush()
        reads.append(sum(statement.startswith("SELECT") for statement in found))

    assert reads[0] == reads[1]


@pytest.mark.parametrize(
    ("full", "said"),
    [
        (0, "会に参加しました。これからの3回すべてに登録済みです。"),
        (2, "会に参加しました。これからの3回のうち、1回に登録済みです。満席の2回分は、補欠として登録しました。"),
        (3, "会に参加しました。これからの3回はすべて満席のため、補欠として登録しました。"),
    ],
)
def test_join_says_once_which_places_one_has(cast: Cast, full: int, said: str) -> None:
    circle = cast.new_circle(cast.aki, title="Small", meetings=3)
    for meeting in meetings_of(circle)[:full]:
        meeting.capacity = 1
    browser = cast.browser(cast.chika)

    browser.post("/circles/small/participation")
    page = browser.get("/circles/small/").text

    assert said in page
    assert [state(one, cast.chika) for one in meetings_of(circle)].count(SignupState.WAITLISTED) == full
    assert ("これからの回に参加登録されています" in page) is (full == 0)
    assert (f"満席の{full}回分は補欠として登録されています" in page) is (full > 0)


def test_whoever_joins_once_more_reads_of_the_places_they_have(cast: Cast) -> None:
    signups.withdraw(cast.meeting, cast.botan, now=NOON)
    browser = cast.browser(cast.botan)

    browser.post("/circles/sre/participation", data={"role": "listener"})

    assert "これからの4回のうち、3回に登録済みです" in browser.get("/circles/sre/").text


def test_whoever_gets_the_seats_of_somebody_who_leaves_is_told_once_of_all(cast: Cast) -> None:
    for meeting in cast.meetings[:3]:
        meeting.capacity = 2
        meeting.place = "会議室さくら"
    joining.join(cast.circle, cast.chika, now=NOON)

    joining.leave(cast.circle, cast.botan, now=NOON)

    [text] = texts("promoted")
    assert text.split("\n") == [
        "繰り上げ参加のお知らせ（3回分）:SRE、12月2日(水)から",
        "席が空き、補欠から繰り上がりました。「SRE」の3回に参加できます。",
        "第1回:12月2日(水) 19:00–20:30",
        "会議室さくら",
        "第2回:12月9日(水) 19:00–20:30",
        "会議室さくら",
        "第3回:12月16日(水) 19:00–20:30",
        "会議室さくら",
        "参加できなくなったときは、次の方に席を譲れるようキャンセルをお願いします。",
    ]
