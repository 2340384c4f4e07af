"""The worker outlives each bad hour: it says so, goes on, and sends afterwards what was due."""

import logging
import threading

import pytest
from sqlalchemy import func, select

from studyhub.db import db
from studyhub.delivery import outbox, worker
from studyhub.delivery.models import InboxItem
from studyhub.outages import limits
from tests.cast import NOON
from tests.outages import hours
from tests.outages.hours import Hour, Second
from tests.rights.tables.places import Place


class _Turns:
    """Lets a worker take that many turns."""

    def __init__(self, turns: int) -> None:
        self.turns = turns

    def is_set(self) -> bool:
        self.turns -= 1
        return self.turns < 0


def work(here: Second, turns: int) -> None:
    """Be a worker on the second application, in a thread of its own."""
    thread = threading.Thread(target=worker.run, args=(here.app, _Turns(turns)))
    thread.start()
    thread.join()


def inbox_count() -> int:
    db.session.rollback()
    count = db.session.scalar(select(func.count()).select_from(InboxItem)) or 0
    # Asking took SQLite's lock.
    db.session.rollback()
    return count


@pytest.mark.parametrize("hour", [hours.away, hours.hanging, hours.read_only])
def test_the_worker_goes_on_after_a_bad_hour(
    here: Second, place: Place, hour: Hour, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 0)
    # All that the World has to tell goes first.
    work(here, 1)
    before = inbox_count()
    recipient = place.world.user("botan")
    outbox.add("mail_off", recipient, key="a bad hour", payload={}, now=NOON)
    db.session.commit()

    with monkeypatch.context() as impatient, hour(here), caplog.at_level(logging.WARNING, "studyhub.delivery.worker"):
        # Only while it lasts: on a busy machine an ordinary turn takes longer than that.
        impatient.setattr(limits, "WORK", hours.IMPATIENT)
        work(here, 2)
    assert inbox_count() == before
    work(here, 1)

    assert inbox_count() == before + 1
    said = [record for record in caplog.records if record.name == "studyhub.delivery.worker"]
    assert said
    assert [record for record in said if record.exc_info] == []
