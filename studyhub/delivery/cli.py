"""The worker as a process of its own."""

import logging
import signal
import threading

import click
from flask.cli import ScriptInfo

from studyhub import running
from studyhub.delivery import worker as delivery_worker
from studyhub.version import version

log = logging.getLogger(__name__)


@click.command()
@click.pass_obj
def worker(start: ScriptInfo) -> None:
    """Send mail and notices until stopped; on PostgreSQL any number of workers may run."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    click.echo("The worker is running; Ctrl-C stops it.")
    app = start.load_app()
    with running.announced(app.config["STUDYHUB_SETTINGS"]):
        log.info("StudyHub %s starts its worker", version())
        delivery_worker.run(app, stop)
