"""Sending one text to a webhook, and what came back, in one word."""

from collections.abc import Iterable
from typing import Any

from studyhub.chat.models import ChatForm
from studyhub.outgoing import sending
from studyhub.outgoing.answers import NoAnswer
from studyhub.outgoing.hosts import InternalHost

# Discord refuses longer ones; the others shorten them.
TEXT_MAX_CHARS = 2000
# A word that says it went well, and the beginning of those that name a status.
FINE, STATUS = "fine", "status_"
# Nothing came back: whoever added it is no member any more.
ADDER_GONE = "adder_gone"
# The address is nobody's any more, or never was: trying again is of no use.
GONE = frozenset(
    {f"{STATUS}{status}" for status in (400, 401, 403, 404, 405, 410)} | {"not_allowed", "leads_elsewhere"}
)
# Behind the sign that begins a mention, or between the words of a link and its address, it makes them plain text.
NO_WIDTH = "\N{ZERO WIDTH SPACE}"


def send(address: str, form: ChatForm, text: str, *, internal: Iterable[InternalHost]) -> str:
    """FINE, `status_` with what was answered instead, or a word of `outgoing.answers.Trouble`.

    May take eight seconds: no transaction may be open.
    """
    try:
        answer = sending.post_json(address, content(form, text), internal=internal)
    except NoAnswer as none:
        return str(none.trouble)
    return FINE if answer.is_fine else f"{STATUS}{answer.status}"


def content(form: ChatForm, text: str) -> dict[str, Any]:
    """A text in the manner of a chat: it mentions nobody and hides no link, whatever is written in it."""
    match form:
        case ChatForm.SLACK:
            escaped = _shortened(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            return {"text": escaped, "mrkdwn": False, "link_names": False}
        case ChatForm.MATTERMOST:
            return {"text": _shortened(_broken(text, "@<]"))}
        case ChatForm.DISCORD:
            return {"content": _shortened(_broken(text, "]")), "allowed_mentions": {"parse": []}}


def _shortened(text: str) -> str:
    return text if len(text) <= TEXT_MAX_CHARS else f"{text[: TEXT_MAX_CHARS - 1]}…"


def _broken(text: str, signs: str) -> str:
    return text.translate({ord(sign): f"{sign}{NO_WIDTH}" for sign in signs})
