"""What people are told about drills: never a word of an answer."""

from datetime import datetime

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.drills.running import queries
from studyhub.drills.running.states import DrillState
from studyhub.people.models import User
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def _address(payload: Payload) -> str:
    return f"/training/drills/{payload['drill_id']}/"


def _lines(payload: Payload) -> list[str]:
    return [f"{payload['title']} ・ {payload['circle']}"]


def drill_named(payload: Payload, language: str) -> Message:
    """Somebody else named them examiner or responder."""
    lines = _lines(payload)
    if payload["part"] == "examiner" and payload.get("has_seen"):
        lines.append(_("%(name)s named you examiner. You can step back until it begins.", name=payload["by"]))
    elif payload["part"] == "examiner":
        lines.append(
            _(
                "%(name)s named you examiner. The answer stays closed until you open it; you can step back until it "
                "begins.",
                name=payload["by"],
            )
        )
    else:
        lines.append(
            _(
                "%(name)s named you responder. There is nothing to prepare; you can step back until it begins.",
                name=payload["by"],
            )
        )
    return Message(
        _("You are named for a drill: %(title)s", title=payload["title"]), lines, _address(payload), _("Open the drill")
    )


def is_still_named(payload: Payload, reader: User, now: datetime) -> bool:
    """It has not begun, and they are still named."""
    drill = queries.drill(payload["drill_id"], reader)
    if drill is None or drill.state is not DrillState.PLANNED:
        return False
    return reader.id in {drill.examiner_id, drill.responder_id}


def drill_called_off(payload: Payload, language: str) -> Message:
    """It is not held; the session stays."""
    lines = [*_lines(payload), _("It is not played. The session stays as it is."), payload["reason"]]
    return Message(
        _("The drill is called off: %(title)s", title=payload["title"]), lines, _address(payload), _("Open the drill")
    )


def is_still_off(payload: Payload, reader: User, now: datetime) -> bool:
    """It was not planned again."""
    drill = queries.drill(payload["drill_id"], reader)
    return drill is not None and drill.state is DrillState.CALLED_OFF


def drill_planned_again(payload: Payload, language: str) -> Message:
    """It was called off, and is played after all."""
    part = _("You examine") if payload["part"] == "examiner" else _("You respond")
    subject = _("The drill is played after all: %(title)s", title=payload["title"])
    return Message(subject, [*_lines(payload), part], _address(payload), _("Open the drill"))


def drill_left(payload: Payload, language: str) -> Message:
    """Somebody who was named does not play, or is not there any more."""
    if gone := payload.get("gone"):
        subject = _("A drill looks for somebody else: %(title)s", title=payload["title"])
        said = _("%(name)s cannot take part any more. Please name somebody else.", name=gone)
    else:
        subject = _("Somebody steps back from a drill: %(title)s", title=payload["title"])
        said = _("%(name)s steps back: the drill looks for somebody else.", name=payload["by"])
    return Message(subject, [*_lines(payload), said], _address(payload), _("Open the drill"))


def is_incomplete(payload: Payload, reader: User, now: datetime) -> bool:
    """It still looks for somebody."""
    drill = queries.drill(payload["drill_id"], reader)
    if drill is None or drill.state is not DrillState.PLANNED:
        return False
    return drill.examiner_id is None or drill.responder_id is None


_PLACE = _l("On-call training")
KINDS = {
    "drill_named": Kind(drill_named, _l("Somebody names me for a drill"), _PLACE, holds=is_still_named),
    "drill_called_off": Kind(drill_called_off, _l("A drill of mine is called off"), _PLACE, holds=is_still_off),
    "drill_planned_again": Kind(
        drill_planned_again, _l("A drill of mine that was called off is played after all"), _PLACE, holds=is_still_named
    ),
    "drill_left": Kind(
        drill_left, _l("A drill that I planned or organise looks for somebody"), _PLACE, holds=is_incomplete
    ),
}
