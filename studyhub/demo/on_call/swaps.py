"""Swaps of the demo's year: nights given away, exchanged, in part, for somebody ill, undone, and one that waits."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from random import Random

from studyhub.demo.on_call.services import KEEPER
from studyhub.demo.stage import SEED, Stage
from studyhub.people.models import User
from studyhub.rota.planning.inputs import ShiftKind
from studyhub.rota.swaps import answering, asking, held, undoing
from studyhub.rota.swaps.finding.candidates import offers
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap

# Since when people swap, how often, and until when: the last one is what waits for an answer.
SINCE, EVERY, UNTIL, ASKED = timedelta(days=350), timedelta(days=15), timedelta(days=9), timedelta(hours=6)
DECLINED_AFTER, ACCEPTED_AFTER, UNDONE_AFTER = timedelta(hours=2), timedelta(hours=5), timedelta(hours=9)
SOON, LATER, A_PART = timedelta(days=3), timedelta(days=21), timedelta(hours=2)
PEOPLE_ASKED, TRIES = 4, 6
# Who finds a request at home.
ASKED_OF = "hayakawa.hiyori"
GIVEN = (
    "子どもの運動会と重なってしまいました。代わっていただけると助かります",
    "友人の結婚式があります。お願いできないでしょうか",
    "帰省の飛行機が取れたので、お願いできますか",
    "翌朝に健康診断が入りました",
    "引っ越しの前日です。どなたかお願いします",
)
EXCHANGED = "その週は出張です。私の当番と交換していただけませんか"
IN_PART = "21時まで保護者会です。最初の2時間だけお願いします"
ILL = "熱が出たとの連絡がありました。代わりをお願いします"


def begin(stage: Stage) -> None:
    """Let somebody swap every other week, in turn in each way there is."""
    # Chance of its own: what else happens in the demo stays as it is.
    chance = Random(SEED)  # noqa: S311 -- nothing secret depends on it
    ways: list[Callable[..., None]] = [
        partial(_give, stage, chance),
        partial(_exchange, stage, chance),
        partial(_give_part, stage, chance),
        partial(_give_for_the_ill, stage, chance),
        partial(_give, stage, chance, is_undone=True),
    ]
    ago, number = SINCE, 0
    while ago > UNTIL:
        stage.timeline.at(stage.now - ago, ways[number % len(ways)])
        ago, number = ago - EVERY, number + 1
    stage.timeline.at(stage.now - ASKED, partial(_ask, stage))


def _duties(now: datetime, since: timedelta = SOON, until: timedelta = LATER) -> list[Duty]:
    """Whole shifts that begin in that time and that somebody has."""
    found = held.held(now + since, now + until)
    return [duty for duty in found if duty.user is not None and duty.is_whole and duty.starts_at > now + since]


def _owner(duty: Duty) -> User:
    if duty.user is None:
        raise asking.NotHeld
    return duty.user


def _give(stage: Stage, chance: Random, *, is_undone: bool = False, now: datetime) -> None:
    duty = chance.choice(_duties(now))
    swap = _asked(stage, asking.as_hours(duty), _owner(duty), chance.choice(GIVEN), now)
    if is_undone and swap is not None:
        stage.timeline.at(now + UNDONE_AFTER, partial(undoing.undo, swap, by=_owner(duty)))


def _give_part(stage: Stage, chance: Random, *, now: datetime) -> None:
    duty = chance.choice([duty for duty in _duties(now) if duty.kind is ShiftKind.WEEKNIGHT])
    _asked(stage, Hours(duty.shift, duty.starts_at, duty.starts_at + A_PART), _owner(duty), IN_PART, now)


def _give_for_the_ill(stage: Stage, chance: Random, *, now: datetime) -> None:
    duty = chance.choice(_duties(now, ACCEPTED_AFTER, SOON))
    _asked(stage, asking.as_hours(duty), _owner(duty), ILL, now, by=stage.person(KEEPER))


def _asked(stage: Stage, hours: Hours, giver: User, words: str, now: datetime, by: User | None = None) -> Swap | None:
    """Some are asked, the fairest first; the first of them declines, another accepts."""
    people = [offer.person for offer in offers(hours, giver.id, now=now).can][:PEOPLE_ASKED]
    if not people:
        return None
    swap = asking.ask(hours, giver, people, by=by or giver, now=now, words=words)
    if len(people) > 1:
        stage.timeline.at(now + DECLINED_AFTER, partial(answering.decline, swap, people[0]))
    stage.timeline.at(now + ACCEPTED_AFTER, partial(answering.accept, swap, people[-1]))
    return swap


def _exchange(stage: Stage, chance: Random, *, now: datetime) -> None:
    for mine, theirs in _pairs(chance, now):
        with suppress(asking.CannotTake, asking.RestBroken):
            swap = asking.propose_exchange(mine, theirs, by=_owner(mine), now=now, words=EXCHANGED)
            stage.timeline.at(now + ACCEPTED_AFTER, partial(answering.accept, swap, _owner(theirs)))
            return


def _pairs(chance: Random, now: datetime) -> Iterator[tuple[Duty, Duty]]:
    """Some pairs of shifts of one kind that two people have."""
    duties = _duties(now)
    for _ in range(TRIES):
        mine = chance.choice(duties)
        others = [one for one in duties if one.kind is mine.kind and one.user_id != mine.user_id]
        if others:
            yield mine, chance.choice(others)


def _ask(stage: Stage, *, now: datetime) -> None:
    """Somebody asks for a night that nobody has taken yet."""
    asked = stage.person(ASKED_OF)
    for duty in _duties(now):
        people = [offer.person for offer in offers(asking.as_hours(duty), duty.user_id, now=now).can]
        if asked in people:
            others = [person for person in people if person is not asked][: PEOPLE_ASKED - 1]
            asking.ask(asking.as_hours(duty), _owner(duty), [asked, *others], by=_owner(duty), now=now, words=GIVEN[0])
            return
