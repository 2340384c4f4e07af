"""Around each meeting: who leads it, who cannot come, and who was there."""

from dataclasses import fields
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from studyhub.db import db
from studyhub.demo.plots import SRE_BOOK, Plot
from studyhub.demo.reading import notes, thoughts
from studyhub.demo.stage import Stage
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.attendance import attending, checking_in
from studyhub.meetings.changing import editing
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import signups
from studyhub.meetings.thanks import giving
from studyhub.meetings.thanks import queries as thanks_queries
from studyhub.meetings.thanks.models import Thanks
from studyhub.people.models import User

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Everybody but these many of a hundred comes as signed up.
STAYS_AWAY, IS_EXCUSED, WALKS_IN = 6, 4, 15
# Of nine shares of those with a seat, which checks in how many minutes after the start; the others are ticked.
SHARES = 9
THANKS = (
    "障害一覧を毎週5分だけ見る、さっそくうちのチームでも始めました。ありがとうございます。",
    "サブセットの図がとてもわかりやすかったです。",
    "急なお願いだったのに、図まで描いてくださってありがとうございます。",
    "自分たちの例で話してもらえたので、明日から使えます。",
)
CHECKS_IN = ((0, -7), (1, -4), (2, -3), (3, -1), (4, 1), (5, 2), (6, 14))


def hold(stage: Stage, plot: Plot, meeting: Meeting, index: int) -> None:
    """Let everything around one meeting happen; `index` counts the circle's dates from 0."""
    starts_at, ends_at = meeting.starts_at, meeting.ends_at
    stage.timeline.at(starts_at - 2 * DAY, partial(_name_roles, stage, plot, meeting, index))
    thoughts.think(stage, plot, meeting)
    for _ in range(stage.chance.choice((0, 0, 1, 1, 2))):
        ahead = timedelta(hours=stage.chance.randrange(3, 46))
        stage.timeline.at(starts_at - ahead, partial(_miss, stage, plot, meeting))
    if plot.has_checkin:
        for share, minutes in CHECKS_IN:
            stage.timeline.at(starts_at + timedelta(minutes=minutes), partial(_check_in, meeting, share))
    if not (plot.leaves_open and index == plot.over - 1):
        stage.timeline.at(ends_at + timedelta(minutes=15), partial(_take_attendance, stage, plot, meeting))
    stage.timeline.at(ends_at + timedelta(minutes=20), partial(_thank, stage, plot, meeting, index))
    if plot.online_url and index % 2 == 0:
        stage.timeline.at(ends_at + 4 * HOUR, partial(_add_links, stage, plot, meeting, index))


def _name_roles(stage: Stage, plot: Plot, meeting: Meeting, index: int, *, now: datetime) -> None:
    if not meeting.is_open(now):
        return
    there = [signup.user for signup in db.session.scalars(signup_queries.confirmed(meeting))]
    facilitator = there[index % len(there)]
    scribe = notes.scribe_of(stage, plot, meeting) or there[(index + 1) % len(there)]
    if plot is SRE_BOOK and index == plot.over - 1:
        scribe = stage.person("admin")
    change(meeting, by=stage.person(plot.organizer), now=now, facilitator_id=facilitator.id, scribe_id=scribe.id)


def _add_links(stage: Stage, plot: Plot, meeting: Meeting, index: int, *, now: datetime) -> None:
    if not meeting.is_held(now):
        return
    where = f"{plot.slug}/{index + 1:02}"
    slides, recording = f"https://slides.example.com/{where}", f"https://video.example.com/{where}"
    change(meeting, by=stage.person(plot.organizer), now=now, slides_url=slides, recording_url=recording)


def change(meeting: Meeting, *, by: User, now: datetime, **changes: Any) -> None:
    """Change some details of a meeting and keep the others."""
    details = {field.name: getattr(meeting, field.name) for field in fields(editing.Details)}
    editing.update_meeting(meeting, editing.Details(**{**details, **changes}), by=by, now=now)


def idle(meeting: Meeting, plot: Plot, stage: Stage) -> list[User]:
    """Who has a seat and nothing to do in the meeting, so that it goes on without them."""
    busy = {one.user_id for one in chapter_queries.presenters(meeting)}
    busy |= {meeting.scribe_id, meeting.facilitator_id, stage.person(plot.organizer).id, stage.person("admin").id}
    seated = db.session.scalars(signup_queries.confirmed(meeting)).all()
    return [signup.user for signup in seated if signup.user_id not in busy]


def _miss(stage: Stage, plot: Plot, meeting: Meeting, *, now: datetime) -> None:
    if meeting.is_open(now) and (people := idle(meeting, plot, stage)):
        signups.be_absent(meeting, stage.chance.choice(people), now=now)


def _check_in(meeting: Meeting, share: int, *, now: datetime) -> None:
    """One share of those with a seat enters the code; the same people are not always the late ones."""
    if not rules.can_check_in(meeting, now):
        return
    for signup in db.session.scalars(signup_queries.confirmed(meeting)).all():
        if (signup.user_id + meeting.id) % SHARES == share:
            checking_in.check_in(meeting, signup.user, meeting.checkin_code, now=now)


def _take_attendance(stage: Stage, plot: Plot, meeting: Meeting, *, now: datetime) -> None:
    if not meeting.is_held(now):
        return
    seated = [signup.user for signup in db.session.scalars(signup_queries.confirmed(meeting))]
    free = {user.id for user in idle(meeting, plot, stage)}
    present, absences = [], _said_before(meeting)
    for user in seated:
        dice = stage.chance.randrange(100)
        if user.id in free and dice < IS_EXCUSED:
            absences[user.id] = AttendanceState.EXCUSED
        elif user.id not in free or dice >= STAYS_AWAY:
            present.append(user.id)
    sheet = attending.Sheet(present, absences, _walk_ins(stage, plot, seated), _read(meeting))
    attending.confirm(meeting, sheet, by=stage.person(plot.organizer), now=now)


def _thank(stage: Stage, plot: Plot, meeting: Meeting, index: int, *, now: datetime) -> None:
    """Two of those who came thank whoever presented."""
    if not meeting.is_held(now) or not (presenters := thanks_queries.presenters(meeting)):
        return
    presenter = presenters[index % len(presenters)]
    seated = [
        signup.user
        for signup in db.session.scalars(signup_queries.confirmed(meeting))
        if signup.user_id != presenter.id
    ]
    for place, user in enumerate(seated[: index % 3]):
        giving.thank(meeting, [presenter.id], THANKS[(index + place) % len(THANKS)], by=user, now=now)
    # Of what was said to them, presenters have some on their pages.
    for thanks in db.session.scalars(select(Thanks).where(Thanks.meeting_id == meeting.id, Thanks.id % 2 == 0)):
        giving.show(thanks, is_shown=True)


def _said_before(meeting: Meeting) -> dict[int, AttendanceState]:
    return {one.user_id: one.state for one in db.session.scalars(queries.attendance(meeting))}


def _walk_ins(stage: Stage, plot: Plot, seated: list[User]) -> list[int]:
    if plot.visibility == "participants" or stage.chance.randrange(100) >= WALKS_IN:
        return []
    inside = {plot.organizer, *plot.people, *plot.listeners, "admin"}
    others = [name for name in stage.people if name not in inside]
    return [stage.person(stage.chance.choice(others)).id]


def _read(meeting: Meeting) -> list[int]:
    return [chapter.id for chapter in chapter_queries.chapters(meeting)]
