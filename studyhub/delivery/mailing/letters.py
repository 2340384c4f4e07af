"""A message as a mail: text and HTML, with headers that tell machines what it is and how to stop it."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import Policy
from email.utils import format_datetime
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from studyhub.config import ROOT
from studyhub.delivery.texts import Letter
from studyhub.text.cleaning import clean_line

SENDER_NAME = "StudyHub"
STYLESHEET = ROOT / "templates" / "delivery" / "mail.css"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class BadAddress(Exception):
    """What was given is no address a mail can be sent to."""


@dataclass(frozen=True)
class Envelope:
    """All of a mail but its words. `public_url` is our address without a slash at the end."""

    to: str
    sender: str
    message_id: str
    written_at: datetime
    language: str
    public_url: str
    unsubscribe_path: str | None


class Subject(str):
    """A subject that is read as it was written: Python's own folding loses a space between two encoded words."""

    __slots__ = ()
    name = "Subject"

    def fold(self, *, policy: "Policy[EmailMessage]") -> str:
        """Its lines with their ends; what writes a mail asks for them."""
        charset = "us-ascii" if self.isascii() else "utf-8"
        folded = Header(str(self), charset, maxlinelen=policy.max_line_length or 0, header_name=self.name)
        return f"{self.name}: {folded.encode(linesep=policy.linesep)}{policy.linesep}"


def compose(envelope: Envelope, letter: Letter, templates: Environment) -> EmailMessage:
    """The mail, ready to be sent, in the language spoken at the moment. Raises BadAddress."""
    mail = EmailMessage()
    mail["From"] = Address(SENDER_NAME, addr_spec=envelope.sender)
    mail["To"] = _address(envelope.to)
    # A line break in a subject would raise here on every attempt.
    mail["Subject"] = Subject(clean_line(letter.subject))
    mail["Date"] = format_datetime(envelope.written_at)
    mail["Message-ID"] = f"<{envelope.message_id}@{envelope.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if envelope.unsubscribe_path:
        mail["List-Unsubscribe"] = f"<{envelope.public_url}{envelope.unsubscribe_path}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    context = {"letter": letter, "envelope": envelope, "style": _style()}
    mail.set_content(templates.get_template("delivery/mail.txt").render(**context))
    mail.add_alternative(templates.get_template("delivery/mail.html").render(**context), subtype="html")
    if letter.file:
        mail.add_attachment(letter.file.text, subtype=letter.file.kind, filename=letter.file.name)
    return mail


@cache
def _style() -> Markup:
    """The looks of all mails: programs that read mail fetch no file. No part of it comes from outside."""
    text = STYLESHEET.read_text(encoding="utf-8")
    return Markup(f"<style>{COMMENT.sub('', text)}</style>")  # noqa: S704 -- a file of ours


def _address(text: str) -> Address:
    if text != clean_line(text):
        raise BadAddress(text)
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError) as error:
        # Which of them it is differs from one Python to the next.
        raise BadAddress(text) from error
