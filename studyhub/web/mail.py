"""Whether this installation can send mail."""

from flask import current_app


def has_mail() -> bool:
    """Whether a mail server is set; without one, links are handed over by an administrator."""
    return current_app.config["STUDYHUB_SETTINGS"].smtp is not None
