"""What people are told of services: that somebody answers for them."""

from datetime import datetime

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.people.models import User
from studyhub.services import queries
from studyhub.services.states import WORDS, ReadinessState, Standing
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def signed_off(payload: Payload, language: str) -> Message:
    """For whoever shadows or is ready from now on: who says so, and what comes of it."""
    state = Standing(payload["state"])
    subject = _("%(service)s: you are “%(state)s” now", service=payload["service"], state=WORDS[state])
    lines = [_("%(name)s signed you off.", name=payload["by"])]
    if state is Standing.READY:
        lines.append(
            _("Whoever is ready for as many services as the rota asks for is planned for nights and days off.")
        )
    return Message(subject, lines, f"/services/{payload['service_id']}/#ready", _("See who is ready"))


def is_still_so(payload: Payload, reader: User, now: datetime) -> bool:
    """Nobody took it away again, or took them further."""
    return queries.state_of(payload["service_id"], reader.id) is ReadinessState(payload["state"])


KINDS = {
    "signed_off": Kind(
        signed_off, _l("Somebody signs me off for a service"), _l("On-call training"), holds=is_still_so
    ),
}
