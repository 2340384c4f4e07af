"""What is wrong with a pager, in a sentence."""

from studyhub.outgoing.answers import Trouble
from studyhub.pager.answering import NO_ID, NO_SCHEDULE, NONSENSE, REFUSED, STATUS
from studyhub.words.saying import gettext as _


def said(trouble: str) -> str:
    """What is wrong and what to do, for a word of `answering`."""
    if trouble.startswith(STATUS):
        return _status(trouble.removeprefix(STATUS))
    sentences: dict[str, str] = {
        NO_ID: _("The pager does not know this person. Please enter their id."),
        NO_SCHEDULE: _("No schedule is named for this role."),
        NONSENSE: _("The server answered what no pager answers. Please check the address."),
        REFUSED: _("The pager refused these hours."),
        Trouble.NOT_ALLOWED: _("The address leads where StudyHub may not send. An administrator can list the host."),
        Trouble.AWAY: _("The pager cannot be reached."),
        Trouble.SLOW: _("The pager took too long to answer."),
        Trouble.LEADS_ELSEWHERE: _("The address leads on to another one. Please enter the one at the end."),
        Trouble.TOO_LARGE: _("The server answered with far more than a pager does. Please check the address."),
    }
    return str(sentences.get(trouble, trouble))


def _status(status: str) -> str:
    if status in ("401", "403"):
        sentence = _(
            "The pager answered %(status)s: it does not accept the secret. Please enter a new one.", status=status
        )
    elif status == "404":
        sentence = _("The pager answered 404: it does not know this schedule or person.")
    elif status == "429":
        sentence = _("The pager answered 429: it was asked too much at once. It is asked again later.")
    elif status.startswith("5"):
        sentence = _("The pager answered %(status)s: something is wrong there. It is asked again.", status=status)
    else:
        sentence = _("The pager answered %(status)s: it does not take this.", status=status)
    return sentence
