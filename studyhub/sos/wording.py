"""Words for moods, states and happenings, in the language of the moment."""

from datetime import datetime

from studyhub.sos.models import Happening, HappeningKind, Mood
from studyhub.sos.moves import HelpState
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import ngettext

MOODS = {
    Mood.FINE: _l("On track"),
    Mood.WORRIED: _l("Something worries us"),
    Mood.SHORT_HANDED: _l("Short of hands"),
}
STATES = {
    HelpState.OPEN: _l("Open"),
    HelpState.CLAIMED: _l("Claimed"),
    HelpState.RESOLVED: _l("It is settled"),
    HelpState.WITHDRAWN: _l("No longer wanted"),
}


def happening(one: Happening) -> str:
    """What happened, in one sentence."""
    about = one.about
    match one.kind:
        case HappeningKind.CALLS:
            return _calls(about["count"], about["before"])
        case HappeningKind.RANG:
            counted = ngettext("%(num)s time", "%(num)s times", about["count"])
            words = {"rule": about["rule"], "service": about["service"], "count": counted}
            return _("%(rule)s (%(service)s): %(count)s", **words)
        case HappeningKind.BURNS:
            return _("Handed on: %(burns)s", burns=about["burns"])
        case HappeningKind.SHIFTS:
            shifts = ngettext("%(num)s shift", "%(num)s shifts", about["count"])
            return _("%(shifts)s, by %(people)s", shifts=shifts, people=_people(about["people"]))


def _calls(count: int, before: int) -> str:
    if not count and not before:
        return _("It did not ring on nights and days off")
    calls = ngettext("%(num)s call on nights and days off", "%(num)s calls on nights and days off", count)
    return _("%(calls)s (%(before)s in the time before)", calls=calls, before=before)


def _people(count: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", count)


def source(one: Happening) -> str:
    """Where a happening comes from, and what else is known of it."""
    about = one.about
    match one.kind:
        case HappeningKind.RANG:
            last = dates.day(datetime.fromisoformat(about["last"]))
            acted = _("%(name)s acted", name=about["by"]) if about["by"] else _("nobody acted")
            return f"{last} ・ {acted}"
        case HappeningKind.BURNS:
            of = _("from the hand-offs")
            return f"{dates.day(datetime.fromisoformat(about['on']))} ・ {of}"
        case HappeningKind.CALLS:
            return _("from the rota and alerts")
        case HappeningKind.SHIFTS:
            return _("from the rota")
