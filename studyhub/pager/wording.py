"""Whom the pager still calls, in a sentence, where no page shows it: in chat and in calendars."""

from studyhub.pager.calling import Call
from studyhub.pager.models import PagerKind
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _


def still_calls(call: Call) -> str:
    """Whom it calls in place of whoever is on duty; "" where it has confirmed, and of one that never does."""
    if call.is_confirmed or call.kind is PagerKind.CALENDAR:
        return ""
    if call.user is None:
        return _("The pager has not confirmed whom it calls")
    return _("The pager still calls %(person)s", person=polite([call.user.name]))
