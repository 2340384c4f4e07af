"""The server as people run it, inside the tests' own process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask
from waitress.wasyncore import close_all, loop

from studyhub.config import Settings
from studyhub.server import serving

SECONDS_MOST = 60


@contextmanager
def answering(app: Flask) -> Iterator[Any]:
    """The server of an application on a free port (`effective_port`), answering until the end of the block."""
    settings: Settings = app.config["STUDYHUB_SETTINGS"]
    sockets: serving.Sockets = {}
    server = serving.listen(app, replace(settings, port=0), sockets)
    is_over = threading.Event()

    def answer() -> None:
        while not is_over.is_set():
            loop(timeout=0.05, map=sockets, use_poll=True, count=1)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield server
    finally:
        is_over.set()
        thread.join()
        server.task_dispatcher.shutdown(timeout=SECONDS_MOST)
        close_all(sockets)
