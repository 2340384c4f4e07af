"""What is told about the pager."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.pager import troubles
from studyhub.pager.answering import NO_ID
from studyhub.rota.messages import shift_lines
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def pager_failing(payload: Payload, language: str) -> Message:
    """The pager does not follow the rota: it may call the wrong person."""
    about = _("It may still call somebody who is not on duty. Until it follows, every page says whom it calls.")
    lines = [about, *_what(payload)]
    if payload["said"]:
        lines.append(_("It said: %(said)s", said=payload["said"]))
    return Message(_("The pager does not follow the rota"), lines, "/oncall/pager/", _("Open the pager"))


def _what(payload: Payload) -> list[str]:
    """What is wrong, of whom and of which hours."""
    names = polite(payload.get("people", ()))
    if payload["trouble"] == NO_ID and names:
        return [
            _(
                "The pager does not know these people and cannot call them. Please enter their ids: %(names)s",
                names=names,
            )
        ]
    of_shift = [_("%(name)s: %(shift)s", name=names, shift=line) for line in shift_lines(payload.get("shift", ()))]
    return [*of_shift, troubles.said(payload["trouble"])]


KINDS = {"pager_failing": Kind(pager_failing, _l("The pager does not follow the rota I keep"), _l("On call"))}
