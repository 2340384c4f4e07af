"""Saying that something was taken from somebody, with the way back for the minute in which there is one."""

from typing import Any

from flask import flash, url_for

from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _


def flash_taken(event_id: int, done: str) -> None:
    """Say what was done, and that the person is told in a minute unless this event is undone."""
    told = _("Whoever it concerns is told in a minute; until then it can be undone.")
    way_back: Any = {
        "message": str(sentences([done, told])),
        "url": url_for("meetings.delete_taking", event_id=event_id),
        "label": _("Undo"),
    }
    flash(way_back, "undo")
