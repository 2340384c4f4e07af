"""The life of each circle: made, joined, read, and how it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from studyhub.circles import invitations, organizers, slugs, states
from studyhub.circles.models import Circle, CircleState, ParticipationRole, Visibility
from studyhub.db import db
from studyhub.demo import loose_ends, planning, sessions
from studyhub.demo.plots import EVENINGS, MONITORING, PLOTS, QUIET_NIGHTS, SINGLE_SIGNUPS, SRE_BOOK, TERRAFORM, Plot
from studyhub.demo.reading import chapters, notes
from studyhub.demo.stage import Stage
from studyhub.meetings import queries
from studyhub.meetings.changing import cancelling, creating, postponing
from studyhub.meetings.changing.creating import NewCircle
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANNOUNCED = 16 * DAY
BETWEEN_JOINS = 9 * HOUR
END_REASON = "参加者が続けて集まれず、ここで区切りにします。"
SUCCESSORS = ("sone.mizuki", "takizawa.yo")


@dataclass
class Story:
    """One circle while its story is told. `circle` and `meetings` are there once it has been made."""

    stage: Stage
    plot: Plot
    new: NewCircle
    circle: Circle
    meetings: list[Meeting]


def begin_all(stage: Stage) -> None:
    """Let each circle of the demo be made at its time."""
    for plot in PLOTS:
        begin(stage, plot)


def begin(stage: Stage, plot: Plot) -> None:
    """Let the circle be made at its time; all else follows from there."""
    new = planning.new_circle(plot, now=stage.now)
    announced = min(new.meetings[0].starts_at - ANNOUNCED, stage.now - 3 * DAY)
    stage.timeline.at(announced, partial(_create, stage, plot, new))


def _create(stage: Stage, plot: Plot, new: NewCircle, *, now: datetime) -> None:
    circle = creating.create(new, by=stage.person(plot.organizer), now=now)
    # People bookmark it, and the README names it.
    circle.slug, circle.has_checkin = plot.slug, plot.has_checkin
    if circle.visibility is Visibility.PARTICIPANTS:
        slugs.hide(circle)
    db.session.flush()
    meetings = list(db.session.scalars(queries.of_circle(circle)))
    story = Story(stage, plot, new, circle, meetings)
    _let_people_join(story, since=now)
    chapters.share_out(stage, plot, meetings, since=now)
    for index, meeting in enumerate(meetings):
        sessions.hold(stage, plot, meeting, index)
    notes.write_down(stage, plot, meetings)
    _let_end(story)
    if plot is SRE_BOOK:
        loose_ends.leave(stage, circle)


def _let_people_join(story: Story, *, since: datetime) -> None:
    stage, plot = story.stage, story.plot
    if plot.invited or (plot.people and plot.visibility == "participants"):
        names = [*plot.people, *plot.invited]
        stage.timeline.at(since + HOUR, partial(_invite, story, names))
    for place, name in enumerate([*plot.people, *plot.listeners], start=1):
        role = ParticipationRole.LISTENER if name in plot.listeners else ParticipationRole.PARTICIPANT
        moment = since + place * BETWEEN_JOINS + timedelta(minutes=stage.chance.randrange(240))
        stage.timeline.at(moment, partial(_join, story.circle, stage.person(name), role))
    if plot in (SRE_BOOK, EVENINGS):
        for user in stage.administrators:
            stage.timeline.at(stage.now - 30 * DAY, partial(_join_to_organize, story, user))
    if plot is QUIET_NIGHTS:
        stage.timeline.at(stage.now - 20 * HOUR, partial(_give_up_a_seat, story))
    if plot is TERRAFORM:
        for place, name in enumerate(SINGLE_SIGNUPS, start=1):
            stage.timeline.at(since + place * 5 * HOUR, partial(_sign_up, story.meetings[0], stage.person(name)))


def _invite(story: Story, names: list[str], *, now: datetime) -> None:
    by = story.stage.person(story.plot.organizer)
    invitations.invite(story.circle, [story.stage.person(name).id for name in names], by=by, now=now)


def _join(circle: Circle, user: User, role: ParticipationRole, *, now: datetime) -> None:
    joining.join(circle, user, now=now, role=role)


def _join_to_organize(story: Story, user: User, *, now: datetime) -> None:
    joining.join(story.circle, user, now=now)
    if story.plot is SRE_BOOK:
        organizers.name(story.circle, user, by=story.stage.person(story.plot.organizer), now=now)


def _give_up_a_seat(story: Story, *, now: datetime) -> None:
    coming = db.session.scalars(queries.coming(story.circle, now)).first()
    if coming is not None:
        signups.withdraw(coming, sessions.idle(coming, story.plot, story.stage)[0], now=now)


def _sign_up(meeting: Meeting, user: User, *, now: datetime) -> None:
    signups.sign_up(meeting, user, now=now)


def _let_end(story: Story) -> None:
    plot, timeline = story.plot, story.stage.timeline
    for index, reason in plot.called_off:
        starts_at = story.meetings[index].starts_at
        moment = min(starts_at - 20 * HOUR, story.stage.now - 3 * HOUR)
        timeline.at(moment, partial(_call_off, story, story.meetings[index], reason))
    if plot.ends_as is not CircleState.RUNNING:
        timeline.at(story.meetings[plot.over - 1].ends_at + 2 * DAY, partial(_end, story))


def _call_off(story: Story, meeting: Meeting, reason: str, *, now: datetime) -> None:
    by = story.stage.person(story.plot.organizer)
    cancelling.cancel(meeting, reason, cancelling.Chapters.SLIDE, by=by, now=now)


def _end(story: Story, *, now: datetime) -> None:
    circle, by = story.circle, story.stage.person(story.plot.organizer)
    for meeting in db.session.scalars(queries.coming(circle, now)).all():
        if story.plot.ends_as is CircleState.PAUSED:
            postponing.postpone(meeting, by=by, now=now)
        else:
            cancelling.cancel(meeting, END_REASON, cancelling.Chapters.DROP, by=by, now=now)
    states.change(circle, story.plot.ends_as, by=by, now=now)
    if story.plot is MONITORING:
        for name in SUCCESSORS:
            organizers.name(circle, story.stage.person(name), by=by, now=now)
