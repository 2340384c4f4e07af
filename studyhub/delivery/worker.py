"""The worker: sends what is due, one short transaction after the other.

Take, commit, send, note, commit: no database lock is held while a mail server is waited for, and whatever a worker
leaves behind when it dies is taken up again when its lease runs out. Ways beside mail go each in a thread of its own.
"""

import logging
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

from flask import Flask
from sqlalchemy import select

from studyhub import clock
from studyhub.db import db, reading
from studyhub.delivery import inbox, outbox, processes, queries, ticks, ways
from studyhub.delivery.mailing import diagnosis, leases, letters, mail, posting, troubles, unset
from studyhub.delivery.models import WORKING, Channel, OutboxMessage, ProcessKind, TroubleKind
from studyhub.outages import limits
from studyhub.outages.kinds import outage_of

POLL_SECONDS = 3
TICK_EVERY_SECONDS = 60

log = logging.getLogger(__name__)


def run(app: Flask, stop: threading.Event, kind: ProcessKind = ProcessKind.WORKER) -> None:
    """Send and tick until told to stop, which takes at most a few seconds. Survives whatever goes wrong on the way."""
    with limits.within(limits.WORK):
        me = introduce(app, kind)
        _survive(begin, app)
        with _going_ways(app):
            _go_on(app, me, stop)


def _go_on(app: Flask, me: processes.Me, stop: threading.Event) -> None:
    ticked_at: float | None = None
    while not stop.is_set():
        # Of the time that passes, not of the clock's, which somebody may set back by half a year.
        now, passed = clock.now(), monotonic()
        if ticked_at is None or passed - ticked_at >= TICK_EVERY_SECONDS:
            _survive(turn, app, me, now)
            _survive(run_ticks, app, now)
            ticked_at = passed
        if not _survive(run_once, app, now):
            outbox.arrived.wait(POLL_SECONDS)
            outbox.arrived.clear()


@contextmanager
def _going_ways(app: Flask) -> Iterator[None]:
    """Go each way beside mail in a thread of its own: a server that hangs holds up what goes its way alone."""
    is_over = threading.Event()
    threads = [threading.Thread(target=_go_way, args=(app, way, is_over)) for way in ways.ways_of(app)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def _go_way(app: Flask, way: ways.Way, is_over: threading.Event) -> None:
    with limits.within(limits.WORK):
        while not is_over.is_set():
            if not _survive(_carry, app, way):
                is_over.wait(POLL_SECONDS)


def _carry(app: Flask, way: ways.Way) -> int:
    with app.app_context():
        return ways.go(way, app.config["STUDYHUB_SETTINGS"], clock.now())


def beat(app: Flask, stop: threading.Event) -> None:
    """Say about once a minute that this process, which only serves pages, is there; until told to stop."""
    me = introduce(app, ProcessKind.WEB)
    while not stop.is_set():
        _survive(turn, app, me, clock.now())
        stop.wait(TICK_EVERY_SECONDS)


def introduce(app: Flask, kind: ProcessKind) -> processes.Me:
    """What this process says of itself."""
    return processes.Me(kind, has_mail=_has_mail(app), started_at=clock.now())


def _has_mail(app: Flask) -> bool:
    return app.config["STUDYHUB_SETTINGS"].smtp is not None


def begin(app: Flask) -> int:
    """A worker that starts tries the mail server at once: its settings may be others."""
    with app.app_context():
        troubles.try_now()
        db.session.commit()
    return 1


def turn(app: Flask, me: processes.Me, now: datetime) -> int:
    """Say that this process turns; a worker without a mail server looks after the mail that it cannot send."""
    with app.app_context():
        processes.beat(me, now=now)
        if me.has_mail:
            troubles.end(TroubleKind.OFF, now=now)
        if me.kind in WORKING and me.has_mail:
            troubles.end(TroubleKind.WORKER_UNSET, now=now)
        elif me.kind in WORKING:
            unset.look(now)
        db.session.commit()
    return 1


def run_once(app: Flask, now: datetime) -> int:
    """Deliver what is due to inboxes, then one mail; how many were dealt with."""
    with app.app_context():
        if not _is_anything_due(app, now):
            return 0
        delivered = inbox.deliver_due(now)
        db.session.commit()
        return delivered + _do_mail(app, now)


def run_ticks(app: Flask, now: datetime) -> int:
    """Call every periodic function, each in a transaction of its own; hand back how many went well."""
    return sum(_survive(_run_tick, app, now, tick) for tick in ticks.ticks_of(app))


def _is_anything_due(app: Flask, now: datetime) -> bool:
    # An idle worker looks every few seconds: it must not take SQLite's write lock for that.
    with reading():
        due = queries.due(now)
        if not _has_mail(app) or troubles.is_resting(now):
            due = due.where(OutboxMessage.channel == Channel.INBOX)
        is_due = db.session.scalar(select(due.exists())) or False
        db.session.commit()
    return is_due


def _do_mail(app: Flask, now: datetime) -> int:
    if not _has_mail(app) or troubles.is_resting(now):
        return 0
    message = leases.take_mail(now)
    db.session.commit()
    if message is None:
        return 0
    _send(app, message, now)
    db.session.commit()
    return 1


def _send(app: Flask, message: OutboxMessage, now: datetime) -> None:
    """Send a mail that we hold and note what became of it."""
    try:
        posting.post(app, message)
    except posting.Unwanted:
        leases.drop(message, now=now)
    except diagnosis.ServerTrouble as trouble:
        log.warning("Mail does not go out: %s", trouble.kind)
        leases.give_back(message)
        troubles.note(trouble.kind, str(trouble), now=now)
    except mail.Refused as error:
        leases.fail(message, str(error), now=now)
        troubles.mail_flows(now)
    except letters.BadAddress as error:
        leases.fail(message, str(error), now=now)
    except (smtplib.SMTPException, OSError) as error:
        log.warning("Mail %s could not be sent: %s", message.id, type(error).__name__)
        leases.postpone(message, diagnosis.said(error), now=now)
    except Exception as error:
        # A mistake in one kind's words must hold up no other mail; what it says may repeat what people typed.
        log.exception("Mail %s of kind %s could not be written", message.id, message.kind)
        leases.postpone(message, type(error).__name__, now=now)
    else:
        leases.finish(message, now=now)
        troubles.mail_flows(now)


def _run_tick(app: Flask, now: datetime, tick: ticks.Tick) -> int:
    with app.app_context():
        tick(now)
        db.session.commit()
    return 1


def _survive(work: Callable[..., int], *arguments: object) -> int:
    """Do the work; what goes wrong is logged and counts as nothing done."""
    try:
        return work(*arguments)
    except Exception as error:
        if outage := outage_of(error):
            log.warning("The worker could not go on with %s: %s", work.__name__, outage)
        else:
            log.exception("The worker could not go on with %s", work.__name__)
        return 0
