"""What waitress gives every complete request to: a lane of its kind, where it waits for a thread.

Pages have their threads; signing in and whatever else hashes a password waits in a fair line, holding nothing but its
connection; health has threads of its own, because all others may be waiting for a database, and whether the process is
alive does not wait for whether the database is; whoever found the line full is told so a second later, by a thread that
has nothing else to do.
"""

import time

from flask import Flask
from waitress.channel import HTTPChannel

from studyhub.accounts.gate.fair_queue import FairQueue, Ticket
from studyhub.config import SERVER_THREADS, SIGN_IN_THREADS
from studyhub.server.lanes import FirstCome, Lane, Task
from studyhub.server.sorting import LaneName, Received, Sorter
from studyhub.web.guards.hashing import sending_away
from studyhub.web.guards.reputation import reputation_of

# An office of two hundred people that comes back at once finds a place for each.
PLACES = 300
KEPT_PLACES = 100
SENT_AWAY_AFTER_SECONDS = 1.0
_ANY = Ticket("")


class Dispatcher:
    """In the place of waitress's own task dispatcher: the two methods that its servers call."""

    def __init__(self, app: Flask, *, proxies: int) -> None:
        reputation = reputation_of(app)
        line: FairQueue[Task] = FairQueue(
            places=PLACES,
            kept_places=KEPT_PLACES,
            has_failures=lambda network: reputation.has_failures(network, time.monotonic()),
        )
        self._sorter = Sorter(app, proxies=proxies)
        self._lanes = {
            LaneName.PAGES: Lane("pages", FirstCome(), SERVER_THREADS, _answer),
            LaneName.HASHING: Lane("hashing", line, SIGN_IN_THREADS, _answer_if_there),
            LaneName.ALIVE: Lane("alive", FirstCome(), 1, _answer),
            LaneName.HEALTH: Lane("health", FirstCome(), 1, _answer),
        }
        self._sent_away = Lane("sent-away", FirstCome(), 1, _send_away)

    def add_task(self, channel: HTTPChannel) -> None:
        """Let a connection wait for its next answer."""
        received = Received(channel)
        lane = self._sorter.lane(received)
        ticket = self._sorter.ticket(received) if lane is LaneName.HASHING else _ANY
        if refused := self._lanes[lane].put(ticket, channel):
            self._sent_away.put(Ticket("", due=time.monotonic() + SENT_AWAY_AFTER_SECONDS), refused)

    def waiting(self, lane: LaneName) -> int:
        """How many wait for a thread of a lane."""
        return self._lanes[lane].waiting()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """Begin nothing more, wait for what is under way, and end the connections of all others."""
        lanes = [*self._lanes.values(), self._sent_away]
        for lane in lanes:
            lane.close()
        deadline = time.monotonic() + timeout
        still_at_work = [lane for lane in lanes if not lane.join(deadline)]
        if cancel_pending:
            for task in [task for lane in lanes for task in lane.clear()]:
                task.cancel()
        return not still_at_work


def _answer(task: Task) -> None:
    task.service()


def _answer_if_there(task: Task) -> None:
    """Nothing is hashed for somebody who went away while waiting."""
    if isinstance(task, HTTPChannel) and Received(task).is_gone():
        task.cancel()
        task.server.pull_trigger()
    else:
        task.service()


def _send_away(task: Task) -> None:
    with sending_away():
        task.service()
