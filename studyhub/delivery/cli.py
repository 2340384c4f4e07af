"""The worker as a process of its own."""

import signal
import threading

import click
from flask.cli import ScriptInfo

from studyhub.delivery import worker as delivery_worker
from studyhub.logs import write_json


@click.command()
@click.pass_obj
def worker(start: ScriptInfo) -> None:
    """Send mail and notices until stopped; on PostgreSQL any number of workers may run."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    click.echo("The worker is running; Ctrl-C stops it.")
    write_json()
    delivery_worker.run(start.load_app(), stop)
