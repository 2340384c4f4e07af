"""Training in the demo: a session every four weeks, scenarios made from alerts, and drills on them."""

import tomllib
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from studyhub import zones
from studyhub.alerts.models import AlertGroup
from studyhub.circles.models import CircleKind, Visibility
from studyhub.db import db
from studyhub.demo.stage import Stage
from studyhub.drills import scenarios
from studyhub.drills.models import Difficulty, Scenario
from studyhub.drills.running import casting, debriefing, playing, stepping_back
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import EventKind, RemarkKind, Verdict
from studyhub.drills.scenarios import Kept, Told
from studyhub.meetings import queries as meetings
from studyhub.meetings.attendance import attending
from studyhub.meetings.changing import creating
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.services.models import Service

DATA = Path(__file__).parents[1] / "data" / "scenarios.toml"
TITLE, SLUG, ZONE = "オンコールトレーニング", "oncall-training", "Asia/Tokyo"
DESCRIPTION = "過去のアラートをお題に、4週間に1回、30分だけ練習します。聴くだけでも歓迎です。"
ORGANIZER = "admin"
PEOPLE = ("hayakawa.hiyori", "awano.tsubasa", "kamiya.kaede", "togashi.ryo", "sone.mizuki", "uno.daichi", "kuga.naoki")
SESSIONS, EVERY, NEXT_IN = 4, timedelta(weeks=4), timedelta(days=5)
BEGINS, LASTS = time(16), timedelta(minutes=30)
MADE_BEFORE, WRITTEN_BEFORE, PLANNED_BEFORE = timedelta(days=20), timedelta(days=12), timedelta(days=6)
MINUTE, REVEALED_AFTER = timedelta(minutes=1), 20
CONFIRMED_AFTER = timedelta(hours=1)


def begin(stage: Stage) -> None:
    """Let the circle be made, with the sessions that were and the next one."""
    starts = [_next_start(stage.now) - EVERY * ago for ago in reversed(range(SESSIONS))]
    stage.timeline.at(starts[0] - MADE_BEFORE, partial(_make, stage, starts))


def _next_start(now: datetime) -> datetime:
    day = zones.in_zone(now + NEXT_IN, ZONE).date()
    # Nobody practises at a weekend.
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    return zones.to_utc(day, BEGINS, ZONE)


def _make(stage: Stage, starts: list[datetime], *, now: datetime) -> None:
    new = creating.NewCircle(
        title=TITLE,
        kind=CircleKind.DRILL,
        key=f"demo:{SLUG}",
        description=DESCRIPTION,
        visibility=Visibility.INSIDE,
        time_zone=ZONE,
        start_time=BEGINS,
        minutes=int(LASTS / MINUTE),
        meetings=[creating.NewMeeting(start, start + LASTS) for start in starts],
    )
    circle = creating.create(new, by=stage.person(ORGANIZER), now=now)
    circle.slug = SLUG
    for name in PEOPLE:
        joining.join(circle, stage.person(name), now=now)
    db.session.flush()
    sessions = list(db.session.scalars(meetings.of_circle(circle)))
    for session in sessions:
        stage.timeline.at(session.ends_at + CONFIRMED_AFTER, partial(_take_attendance, stage, session))
    for told in tomllib.loads(DATA.read_text(encoding="utf-8"))["scenario"]:
        session = sessions[-1 - max(told["ago"], 0)]
        written = min(session.starts_at - WRITTEN_BEFORE, stage.now - MINUTE)
        stage.timeline.at(written, partial(_write, stage, told, session))


def _take_attendance(stage: Stage, session: Meeting, *, now: datetime) -> None:
    """Whoever had a seat was there."""
    present = [signup.user_id for signup in db.session.scalars(signup_queries.confirmed(session))]
    attending.confirm(session, attending.Sheet(present), by=stage.person(ORGANIZER), now=now)


def _write(stage: Stage, told: dict[str, Any], session: Meeting, *, now: datetime) -> None:
    service = db.session.scalars(select(Service).where(Service.name == told["service"])).one()
    named = (AlertGroup.service_id == service.id, AlertGroup.rule == told["rule"])
    group_id = db.session.scalar(select(AlertGroup.id).where(*named))
    kept = Kept(**{name: told[name].strip() for name in ("symptom", "shows", "hints", "cause", "fix", "source")})
    public = Told(told["title"], service.id, Difficulty(told["difficulty"]), group_id)
    author = stage.person(told["author"])
    scenario = scenarios.write(public, kept, by=author, now=now)
    for one in told.get("attached", ()):
        text, is_secret = one["text"].strip(), one["is_secret"]
        scenarios.attach(scenario, one["name"], text, is_secret=is_secret, by=author, now=now)
    if told.get("is_retired") and not told["record"]:
        scenarios.retire(scenario, by=author, now=now)
    if told["examiner"]:
        planned = min(session.starts_at - PLANNED_BEFORE, stage.now - MINUTE)
        stage.timeline.at(max(now, planned), partial(_plan, stage, told, session, scenario))


def _plan(stage: Stage, told: dict[str, Any], session: Meeting, scenario: Scenario, *, now: datetime) -> None:
    cast = casting.Cast(stage.person(told["examiner"]), stage.person(told["responder"]))
    drill = casting.plan(session, scenario, cast, by=stage.person(ORGANIZER), now=now)
    stepping_back.open_answer(drill, by=stage.person(told["examiner"]), now=now)
    if told["record"]:
        stage.timeline.at(session.starts_at + MINUTE, partial(_play, stage, told, drill))


def _play(stage: Stage, told: dict[str, Any], drill: Drill, *, now: datetime) -> None:
    by = stage.person(told["examiner"])
    playing.start(drill, by=by, now=now)
    for minute, what, words in told["record"]:
        at = now + MINUTE * minute
        if what == EventKind.HINT:
            playing.give_hint(drill, 1, by=by, now=at)
        else:
            playing.put_into_words(drill, playing.log(drill, EventKind(what), by=by, now=at), words, by=by)
    told_at = now + MINUTE * REVEALED_AFTER
    playing.reveal(drill, by=by, now=told_at)
    for kind, name, words in told["remarks"]:
        debriefing.remark(drill, RemarkKind(kind), words, by=stage.person(name), now=told_at)
    debriefing.share(drill, Verdict.PASS, told["line"], by=by, now=told_at + MINUTE)
    if told.get("is_retired"):
        scenarios.retire(drill.scenario, by=by, now=told_at + MINUTE)
