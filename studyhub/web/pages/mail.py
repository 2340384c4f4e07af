"""Whether mail goes out: what pages say that send some."""

from flask import current_app

from studyhub import clock
from studyhub.delivery import standing
from studyhub.delivery.standing import MailState

__all__ = ["MailState", "mail_state"]


def mail_state() -> MailState:
    """Whether what is decided on now will be sent soon, by whichever process."""
    return standing.mail_state(clock.now(), is_set_here=current_app.config["STUDYHUB_SETTINGS"].smtp is not None)
