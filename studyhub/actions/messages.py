"""What people are told about actions."""

from datetime import date, datetime

from studyhub.actions import queries
from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.people.models import User
from studyhub.words.dates import day
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def action_given(payload: Payload, language: str) -> Message:
    """Somebody else wrote down something for them to do."""
    lines = [_("%(by)s wrote down an action for you in %(circle)s.", by=payload["by"], circle=payload["circle"])]
    lines.append(payload["text"])
    if payload["due_on"]:
        lines.append(_("By %(day)s", day=day(date.fromisoformat(payload["due_on"]))))
    subject = _("An action for you: %(circle)s", circle=payload["circle"])
    return Message(subject, lines, f"/circles/{payload['slug']}/actions/", _("See the actions"))


def is_still_given(payload: Payload, reader: User, now: datetime) -> bool:
    """It is still to do, by them."""
    # Messages of older versions do not say which action it is.
    action_id = payload.get("action_id")
    return action_id is None or queries.is_to_do(action_id, reader)


KINDS = {
    "action_given": Kind(
        action_given, _l("Somebody gives me an action"), _l("Decisions and actions"), holds=is_still_given
    )
}
