"""What is told about webhooks."""

from studyhub.chat import answering, troubles
from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def webhook_stopped(payload: Payload, language: str) -> Message:
    """Nothing more is sent to a chat."""
    trouble = troubles.said(payload["trouble"])
    if payload["trouble"] != answering.ADDER_GONE:
        trouble = _("It failed again and again. %(trouble)s", trouble=trouble)
    return Message(
        _("“%(webhook)s” of %(of)s is told nothing more", webhook=payload["webhook"], of=payload["of"]),
        [
            trouble,
            _("Once a test goes well, it is told of sessions again."),
        ],
        payload["path"],
        _("Open the webhooks"),
    )


KINDS = {
    "webhook_stopped": Kind(webhook_stopped, _l("A webhook of mine fails"), _l("Circles")),
}
