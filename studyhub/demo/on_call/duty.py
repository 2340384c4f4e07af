"""Who reads in the demo who is on duty: a screen, a program, the pager; and at which numbers people are called."""

from datetime import datetime, timedelta
from functools import partial

from studyhub.demo.on_call.services import KEEPER
from studyhub.demo.stage import Stage
from studyhub.duty import addresses
from studyhub.duty.models import AddressKind
from studyhub.pager import connecting, fetching, queries
from studyhub.pager.connecting import Connection
from studyhub.pager.models import DAYS_AHEAD, PagerKind

CONNECTED, MADE, FETCHED = timedelta(days=360), timedelta(days=355), timedelta(minutes=12)
ADDRESSES = {
    "3階の執務室": AddressKind.SCREEN,
    "監視ダッシュボード": AddressKind.PROGRAM,
    "電話を鳴らすツール": AddressKind.CALENDAR,
}
# It comes for a calendar by itself: nothing is ever sent to anybody from a demo.
PAGER = Connection(PagerKind.CALENDAR, "", "", "", "", DAYS_AHEAD)
# Most give their number, and some do not.
WITHOUT_NUMBER = 5


def begin(stage: Stage) -> None:
    """Connect the pager, make addresses, and let people enter their numbers, which nobody has."""
    for number, user in enumerate(stage.people.values(), start=1):
        if number % WITHOUT_NUMBER:
            user.telephone = f"090-0000-{number:04}"
    stage.timeline.at(stage.now - CONNECTED, partial(connecting.connect, PAGER, by=stage.person("admin")))
    stage.timeline.at(stage.now - MADE, partial(_make, stage))
    stage.timeline.at(stage.now - FETCHED, _fetch)


def _fetch(*, now: datetime) -> None:
    pager = queries.locked()
    if pager is not None:
        fetching.note_now(pager, now)


def _make(stage: Stage, *, now: datetime) -> None:
    for name, kind in ADDRESSES.items():
        addresses.make(kind, name, by=stage.person(KEEPER), now=now)
