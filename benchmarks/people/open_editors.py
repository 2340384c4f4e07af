"""Browsers with an editor open on one note: they ask for news and say that they are there, until this program ends.

python -m benchmarks.people.open_editors PORT KEY...

As `studyhub/static/js/asking.js` and `editor/together.js` do, and as often.
"""

import os
import sys
import threading
import time
from itertools import count
from typing import NoReturn

from benchmarks.asking import written
from benchmarks.measuring import Connection, UnexpectedAnswer

NOTE = "/notes/3"
ASKED_EVERY_SECONDS = 0.8
QUIET_EVERY_SECONDS = 1.6
QUIET_AFTER = 20
# What each is told first, who else is there, has been told to all by then, and nothing new came since.
SETTLED_AFTER = 22
PRESENCE_EVERY_SECONDS = 10
FINE = (200, 204, 304)


def write(port: int, key: str, delay: float, begun: threading.Barrier) -> None:
    """One browser: there at once, then asking as its script does."""
    connection = Connection(port)
    _ask(connection, written("POST", f"{NOTE}/presence", key=key))
    time.sleep(delay)
    tag, quiet, said_at = "", 0, time.monotonic()
    for asked in count():
        if asked == SETTLED_AFTER:
            begun.wait()
        if time.monotonic() - said_at >= PRESENCE_EVERY_SECONDS:
            _ask(connection, written("POST", f"{NOTE}/presence", key=key))
            said_at = time.monotonic()
        news = _ask(connection, written("GET", f"{NOTE}/live?step=0&base=1", {"If-None-Match": tag}, key=key))
        quiet = quiet + 1 if news == tag else 0
        tag = news
        time.sleep(ASKED_EVERY_SECONDS if quiet < QUIET_AFTER else QUIET_EVERY_SECONDS)


def _ask(connection: Connection, request: bytes) -> str:
    try:
        answer = connection.ask(request)
    except (OSError, UnexpectedAnswer) as error:
        _end(str(error))
    if answer.status not in FINE:
        _end(f"{answer.status} is no answer to an open editor.")
    lines = answer.head.decode("latin-1").split("\r\n")
    return next((line[5:].strip() for line in lines if line.lower().startswith("etag:")), "")


def _end(why: str) -> NoReturn:
    """The whole program, loudly: with fewer editors it would measure something else."""
    print(why, file=sys.stderr, flush=True)
    os._exit(1)


def main(port: str, *keys: str) -> None:
    """Say when all are there, and have nothing new to be told."""
    begun = threading.Barrier(len(keys) + 1)
    for place, key in enumerate(keys):
        delay = ASKED_EVERY_SECONDS * place / len(keys)
        threading.Thread(target=write, args=(int(port), key, delay, begun), daemon=True).start()
    begun.wait()
    print("Writing.", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
