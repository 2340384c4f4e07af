"""What is told about the pager."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.pager import troubles
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def pager_failing(payload: Payload, language: str) -> Message:
    """The pager does not follow the rota: it may call the wrong person."""
    lines = [
        _("It may still call somebody who is not on duty. Until it follows, every page says whom it calls."),
        troubles.said(payload["trouble"]),
    ]
    if payload["said"]:
        lines.append(_("It said: %(said)s", said=payload["said"]))
    return Message(_("The pager does not follow the rota"), lines, "/oncall/pager/", _("Open the pager"))


KINDS = {"pager_failing": Kind(pager_failing, _l("The pager does not follow the rota I keep"), _l("On call"))}
