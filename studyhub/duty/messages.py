"""What is told about private addresses."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def duty_addresses_known(payload: Payload, language: str) -> Message:
    """Somebody who made private addresses has left: they work still, and whoever left knows them."""
    person = payload["person"]
    lines = [
        _("%(person)s has left and knows these private addresses, which still work:", person=person),
        *payload["names"],
        _("Make new ones in their place, and enter those where they are read; the old ones stop working at once."),
    ]
    subject = _("Private addresses that %(person)s knows", person=person)
    return Message(subject, lines, "/oncall/addresses/", _("See the addresses"))


KINDS = {
    "duty_addresses_known": Kind(
        duty_addresses_known, _l("Somebody has left who knows private addresses of the rota I keep"), _l("On call")
    )
}
