"""What is wrong with a webhook, in a sentence."""

from studyhub.chat.answering import ADDER_GONE, STATUS
from studyhub.outgoing.answers import Trouble
from studyhub.words.saying import gettext as _


def said(outcome: str) -> str:
    """What is wrong and what to do, for a word of `answering`."""
    if outcome.startswith(STATUS):
        return _status(outcome.removeprefix(STATUS))
    sentences: dict[str, str] = {
        ADDER_GONE: _(
            "Whoever added it is no member any more. Please look whose channel it is before you send a test."
        ),
        Trouble.NOT_ALLOWED: _("The address leads where StudyHub may not send. An administrator can list the host."),
        Trouble.AWAY: _("The server of the chat cannot be reached."),
        Trouble.SLOW: _("The server of the chat took too long to answer."),
        Trouble.LEADS_ELSEWHERE: _("The address leads on to another one. Please enter the one at the end."),
        Trouble.TOO_LARGE: _("The server answered with far more than a chat does. Please check the address."),
    }
    return str(sentences[outcome])


def _status(status: str) -> str:
    if status in ("401", "403", "404", "410"):
        sentence = _(
            "The chat answered %(status)s: it knows no such webhook. Please make a new one there.", status=status
        )
    elif status == "429":
        sentence = _("The chat answered 429: it was told too much at once.")
    elif status.startswith("5"):
        sentence = _("The chat answered %(status)s: something is wrong there.", status=status)
    else:
        sentence = _(
            "The chat answered %(status)s: it does not take this text. Please check which chat it is.", status=status
        )
    return sentence
