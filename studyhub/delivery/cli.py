"""The worker as a process of its own, and a test of mail from the terminal."""

import logging
import signal
import threading
from smtplib import SMTPException

import click
from flask import current_app
from flask.cli import AppGroup, ScriptInfo
from flask_babel import force_locale

from studyhub import clock
from studyhub.delivery import worker as delivery_worker
from studyhub.delivery.mailing import posting, testing, trouble_words
from studyhub.delivery.mailing.diagnosis import ServerTrouble, said
from studyhub.delivery.mailing.letters import BadAddress
from studyhub.delivery.mailing.mail import Refused
from studyhub.people.spelling.emails import is_email, normal_email
from studyhub.server import running
from studyhub.version import version

log = logging.getLogger(__name__)

mail = AppGroup("mail", help="Outgoing mail.")


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


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Send one mail to ADDRESS with the settings of this very command, and say what became of it."""
    smtp = current_app.config["STUDYHUB_SETTINGS"].smtp
    if not is_email(normal_email(address)):
        raise click.ClickException(f"{address!r} is no address such as name@example.com.")
    if smtp is None:
        raise click.ClickException(
            "There is no mail server yet: set STUDYHUB_SMTP_HOST and STUDYHUB_SMTP_FROM, then try again."
        )
    try:
        with force_locale("en"):
            posting.post(current_app, testing.message_to(normal_email(address), now=clock.now()))
    except ServerTrouble as trouble:
        raise click.ClickException(_explained(trouble)) from trouble
    except (Refused, SMTPException, OSError, BadAddress) as error:
        raise click.ClickException(f"{smtp.host} did not take this mail: {said(error)}.") from error
    click.echo(f"{smtp.host} took a mail to {normal_email(address)} over: please look whether it arrives.")


def _explained(trouble: ServerTrouble) -> str:
    words = trouble_words.WORDS[trouble.kind]
    with force_locale("en"):
        return f"{words.what} {trouble_words.said(trouble.kind, str(trouble))}. {words.advice}"
