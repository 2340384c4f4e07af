"""Days away in the demo: some that people noted, and those of the next rota, which most have tapped by now."""

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.demo.on_call.services import KEEPER
from studyhub.demo.stage import Stage
from studyhub.people.days import unavailability
from studyhub.people.days.unavailability import Said
from studyhub.people.models import DayPart
from studyhub.rota import queries as rotas
from studyhub.rota.collecting import collecting, queries
from studyhub.rota.collecting.models import Collection, CollectionAnswer
from studyhub.rota.models import Rota

NOTED, ASKED = timedelta(days=376), timedelta(days=6)
# Until when people answer, counted from today, and for how many days after the last rota they are asked.
ANSWER_IN, DAYS = timedelta(days=4), timedelta(days=90)
# Of ten people, one after the other: how many hours after being asked each answers; nothing: not yet.
ANSWERED_AFTER = (2, 5, 9, 20, None, 26, 31, 50, None, 74)
# Whom home reminds of their days.
UNANSWERED = frozenset({"hayakawa.hiyori", "katagiri.shuji"})
WEDDING, TRIP = "結婚式", "家族旅行"


def begin(stage: Stage) -> None:
    """Let some note days away before the first rota is planned, and the keeper ask for those of the next one."""
    stage.timeline.at(stage.now - NOTED, partial(_note, stage))
    stage.timeline.at(stage.now - ASKED, partial(_ask, stage))


def _note(stage: Stage, *, now: datetime) -> None:
    today = rotas.today(now)
    year = today + timedelta(days=370)
    for name, said in (
        ("miwa.kengo", _days(today, 40, 46, TRIP)),
        ("kuga.naoki", _days(today, 95, 101, TRIP)),
        ("chiba.satsuki", _days(today, 170, 171, WEDDING)),
        ("igarashi.riku", _days(today, 250, 259, TRIP)),
        ("oskar.lindqvist", _days(today, 210, 230, "Midsommar")),
        ("egami.sota", Said(today, year, "習い事", weekday=2, part=DayPart.EVENING)),
        ("toda.chihiro", Said(today, year, weekday=4, is_rather_not=True)),
    ):
        unavailability.note(stage.person(name), said)


def _days(today: date, first: int, last: int, reason: str) -> Said:
    return Said(today + timedelta(days=first), today + timedelta(days=last), reason)


def _ask(stage: Stage, *, now: datetime) -> None:
    last = db.session.scalar(select(func.max(Rota.ends_on))) or rotas.today(now)
    starts_on = last + timedelta(days=1)
    answer_on = rotas.today(stage.now) + ANSWER_IN
    asked = collecting.ask(starts_on, starts_on + DAYS, answer_on, by=stage.person(KEEPER), now=now)
    waits = {stage.person(name).id for name in UNANSWERED}
    for number, one in enumerate(queries.answers(asked)):
        hours = ANSWERED_AFTER[number % len(ANSWERED_AFTER)]
        if hours is not None and one.user_id not in waits:
            stage.timeline.at(now + timedelta(hours=hours), partial(_answer, asked, one, number))


def _answer(asked: Collection, one: CollectionAnswer, number: int, *, now: datetime) -> None:
    """Every third has nothing to add; the others are away for some days, or some evenings."""
    if number % 3 == 0:
        collecting.answer_unchanged(one, now=now)
        return
    first = asked.starts_on + timedelta(days=3 * number % DAYS.days)
    days = {first + timedelta(days=more) for more in range(number % 4 + 1)}
    evenings = {first + timedelta(days=14 + 7 * more) for more in range(3)}
    within = {day for day in evenings if day <= asked.ends_on}
    collecting.answer(one, whole={day for day in days if day <= asked.ends_on}, evenings=within - days, now=now)
