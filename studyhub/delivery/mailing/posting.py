"""One message of the outbox, worded for its reader and handed to the mail server."""

from email.message import EmailMessage

from flask import Flask

from studyhub import clock
from studyhub.config import Settings
from studyhub.db import db, reading
from studyhub.delivery import preferences
from studyhub.delivery.mailing import leases, letters, mail, unsubscribing
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.delivery.texts import Desk, Kind, Letter, kinds_of, letter_of
from studyhub.people.models import SIGNS_IN, User
from studyhub.settings import organization
from studyhub.words.speaking import speaking


class Unwanted(Exception):
    """Since the message was decided on the person has left, was suspended or turned its kind off, or it is over."""


def post(app: Flask, message: OutboxMessage) -> None:
    """Send one mail. Raises Unwanted, letters.BadAddress, and what mail.send raises.

    No transaction is open while the mail server is waited for.
    """
    settings: Settings = app.config["STUDYHUB_SETTINGS"]
    if settings.smtp is None:
        raise RuntimeError("Mail is sent only where a mail server is set.")
    with reading():
        try:
            letter = _letter(app, settings, settings.smtp.sender, message)
        finally:
            # Ends the transaction that only reads: what is noted next must begin its own.
            db.session.commit()
    mail.send(settings.smtp, letter)


def _letter(app: Flask, settings: Settings, sender: str, message: OutboxMessage) -> EmailMessage:
    kind = kinds_of(app)[message.kind]
    _require_wanted(message, kind)
    language, zone = _reader(message.recipient)
    envelope = letters.Envelope(
        to=leases.address_of(message),
        sender=sender,
        message_id=message.message_id,
        written_at=message.created_at,
        language=language,
        public_url=settings.public_url,
        unsubscribe_path=_unsubscribe_path(settings.secret_key, kind, message),
    )
    with speaking(language, zone):
        return letters.compose(envelope, _words(settings, kind, message, language), app.jinja_env)


def _words(settings: Settings, kind: Kind, message: OutboxMessage, language: str) -> Letter:
    if kind.write is None or message.recipient is None:
        return letter_of(kind.render(message.payload, language))
    desk = Desk(message.recipient, settings.public_url, settings.secret_key, clock.now())
    return kind.write(message.payload, desk)


def _require_wanted(message: OutboxMessage, kind: Kind) -> None:
    reader = message.recipient
    if reader is None or message.address is not None:
        return
    off = preferences.unwanted(message.kind, [reader.id], is_asked_for=kind.is_asked_for)
    is_over = kind.holds is not None and not kind.holds(message.payload, reader, clock.now())
    if (reader.id, Channel.MAIL) in off or reader.state not in SIGNS_IN or is_over:
        raise Unwanted


def _reader(recipient: User | None) -> tuple[str, str]:
    """Language and IANA zone of whoever reads it: their own, else the organisation's."""
    ours = organization.current()
    language = recipient.language if recipient else None
    zone = recipient.time_zone if recipient else None
    return language or ours.language, zone or ours.time_zone


def _unsubscribe_path(secret_key: str, kind: Kind, message: OutboxMessage) -> str | None:
    if message.recipient_id is None or message.address is not None or not kind.can_be_turned_off:
        return None
    whom = unsubscribing.Unsubscription(message.recipient_id, message.kind)
    return f"/unsubscribe/{unsubscribing.token(secret_key, whom)}"
