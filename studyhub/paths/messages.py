"""What people are told of paths."""

from datetime import datetime

from studyhub.db import db
from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.paths.models import Path
from studyhub.people.models import User
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def path_of(payload: Payload) -> Path | None:
    """The path that a message is about."""
    return db.session.get(Path, payload["path_id"])


def goes_on(payload: Payload, _reader: User, _now: datetime) -> bool:
    """Whether the path is not ended meanwhile."""
    path = path_of(payload)
    return path is not None and path.ended_at is None


def path_made(payload: Payload, language: str) -> Message:
    """For newcomer and mentor: there is a path."""
    path = path_of(payload)
    names = {"person": path.user.name, "service": path.service.name} if path else {"person": "", "service": ""}
    lines = [_("%(person)s is on the way to the first night for %(service)s.", **names)]
    if path and path.mentor:
        lines.append(_("Mentor: %(name)s", name=path.mentor.name))
    lines.append(_("Each step has a day, and what happened does it. Any of them may be taken again."))
    return Message(_("A path to the first night: %(person)s", **names), lines, _address(payload), _("See the path"))


def mentor_gone(payload: Payload, language: str) -> Message:
    """For the newcomer and the leads: somebody else is to be named."""
    path = path_of(payload)
    lines = [_("%(name)s is not there any more. Please name somebody else.", name=payload["mentor"])]
    person = path.user.name if path else ""
    subject = _("The path of %(person)s has no mentor", person=person)
    return Message(subject, lines, _address(payload) + "edit", _("Name a mentor"))


def shadow_tomorrow(payload: Payload, language: str) -> Message:
    """For whoever is called first: who goes along."""
    when = dates.when(datetime.fromisoformat(payload["starts_at"]))
    lines = [
        _("%(person)s goes along with you in the night that begins %(when)s.", person=payload["person"], when=when),
        _("They are not called. Please tell them when you are, and say aloud what you do."),
    ]
    return Message(_("%(person)s shadows your night", person=payload["person"]), lines, "/oncall/", _("See the rota"))


def _address(payload: Payload) -> str:
    return f"/training/paths/{payload['path_id']}/"


KINDS = {
    "path_made": Kind(
        path_made, _l("I am newcomer or mentor of a path to the first night"), _l("Training"), holds=goes_on
    ),
    "mentor_gone": Kind(
        mentor_gone, _l("A path of mine, or of my team, has no mentor any more"), _l("Training"), holds=goes_on
    ),
    "shadow_tomorrow": Kind(shadow_tomorrow, _l("Somebody shadows my night"), _l("Training")),
}
