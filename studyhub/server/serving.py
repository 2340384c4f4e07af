"""The server: one process, a few threads, the background worker; told to stop, all finish what they are at."""

import errno
import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.wasyncore import loop
from werkzeug.middleware.proxy_fix import ProxyFix

from studyhub import clock
from studyhub.accounts import setup
from studyhub.config import CannotStart, Settings
from studyhub.db import db
from studyhub.demo import known_password
from studyhub.logs import write_json
from studyhub.server import running, starting
from studyhub.server.dispatching import Dispatcher
from studyhub.version import version

LAST_REQUESTS_SECONDS = 30
LAST_WORK_SECONDS = 10
BODY_MAX_BYTES = 16 * 2**20

Sockets = dict[int, Any]
log = logging.getLogger(__name__)


class PortTaken(CannotStart):
    """Something else listens there already."""


class AddressUnusable(CannotStart):
    """This machine cannot listen at that address."""


def serve(app: Flask, settings: Settings, *, has_worker: bool = True) -> None:
    """Listen, migrate, print the address, and answer until SIGTERM or Ctrl-C. Raises CannotStart.

    ``app.extensions["studyhub_worker"]``, a callable taking an Event that says when to stop, runs beside the server;
    without a worker ``app.extensions["studyhub_heartbeat"]`` does.
    """
    sockets: Sockets = {}
    server = listen(app, settings, sockets)
    write_json()
    with running.announced(settings):
        starting.make_ready(app, settings, now=clock.now())
        _serve(app, settings, server, sockets, has_worker=has_worker)


def _serve(app: Flask, settings: Settings, server: Any, sockets: Sockets, *, has_worker: bool) -> None:
    log.info("StudyHub %s starts", version())
    stop_working = start_worker(app, "studyhub_worker" if has_worker else "studyhub_heartbeat")
    signal.signal(signal.SIGTERM, _leave)
    try:
        print(*greeting(app, settings, int(server.effective_port)), sep="\n", flush=True)
        loop(timeout=1, map=sockets, use_poll=True)
    except (SystemExit, KeyboardInterrupt):
        finish(server, sockets)
    finally:
        stop_working()


def listen(app: Flask, settings: Settings, sockets: Sockets) -> Any:
    """Take the port, before anything else is touched: another StudyHub may be running on the same database."""
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]  # how WSGI is wrapped
    try:
        return waitress.create_server(
            app,
            map=sockets,
            host="127.0.0.1" if settings.host == "localhost" else settings.host,
            port=settings.port,
            _dispatcher=Dispatcher(app, proxies=settings.proxies),
            # As shipped, 100 idle connections keep everyone else out.
            connection_limit=1000,
            channel_timeout=30,
            cleanup_interval=5,
            asyncore_use_poll=True,
            max_request_body_size=BODY_MAX_BYTES,
            clear_untrusted_proxy_headers=not settings.proxies,
            ident=None,
        )
    except OSError as error:
        raise _refusal(error, settings) from error
    except ValueError as error:
        raise AddressUnusable(f"--host {settings.host} is not an address of this machine.") from error


def _refusal(error: OSError, settings: Settings) -> CannotStart:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(
            f"Port {settings.port} is taken by another program: stop that one, or choose another with --port."
        )
    return AddressUnusable(f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}.")


def start_worker(app: Flask, name: str) -> Callable[[], None]:
    """Start what runs in the background under this name, if the application has it; hand back what stops it."""
    stop = threading.Event()
    work: Callable[[threading.Event], None] = app.extensions.get(name, _nothing_to_do)
    worker = threading.Thread(target=work, args=(stop,), name="worker", daemon=True)
    worker.start()

    def stop_working() -> None:
        stop.set()
        worker.join(LAST_WORK_SECONDS)

    return stop_working


def greeting(app: Flask, settings: Settings, port: int) -> list[str]:
    """What the terminal shows once StudyHub answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = settings.url or f"http://{host}:{port}"
    ready = f"StudyHub is ready: {address}/ (Ctrl-C stops it)"
    with app.app_context():
        password = known_password.replace(settings)
        code = setup.issue_setup_code(clock.now())
        db.session.commit()
    said = [ready]
    if code:
        said.append(f"The first visit asks for this one-time code: {code}")
    if password:
        said.append(f"Others can reach this server now: the demo's people have the new password {password}.")
    return said


def finish(server: Any, sockets: Sockets) -> None:
    """Take no new connections; answer what is under way, for at most half a minute."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for listener in [found for found in sockets.values() if isinstance(found, BaseWSGIServer)]:
        listener.del_channel(sockets)
        listener.socket.close()
    deadline = time.monotonic() + LAST_REQUESTS_SECONDS
    while is_answering(sockets) and time.monotonic() < deadline:
        loop(timeout=0.1, map=sockets, use_poll=True, count=1)
    server.task_dispatcher.shutdown(timeout=1)


def is_answering(sockets: Sockets) -> bool:
    """Whether a request was received whose answer is not all sent."""
    channels = [found for found in list(sockets.values()) if isinstance(found, HTTPChannel)]
    return any(channel.requests or channel.total_outbufs_len for channel in channels)


def _nothing_to_do(_stop: threading.Event) -> None:
    """The work of an application without a worker."""


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit
