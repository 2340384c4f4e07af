"""How far somebody is with a service: what is kept of it, how it moves, and what it is called in both languages.

Rules: docs/rules.md, Services.
"""

from datetime import datetime
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import ngettext


class ReadinessState(StrEnum):
    """What is kept. Whoever has begun nothing has no row."""

    PRACTISING = "practising"
    SHADOWING = "shadowing"
    READY = "ready"


# Somebody answers for these with their name; whoever has shadowed a night needs nobody's to be shadowing.
SIGNED_OFF = frozenset({ReadinessState.SHADOWING, ReadinessState.READY})
# Signed off again, somebody ready has practised anew. Backwards one only begins again.
MOVES: dict[ReadinessState | None, frozenset[ReadinessState]] = {
    None: frozenset(ReadinessState),
    ReadinessState.PRACTISING: SIGNED_OFF,
    ReadinessState.SHADOWING: frozenset({ReadinessState.READY}),
    ReadinessState.READY: frozenset({ReadinessState.READY}),
}


class Standing(StrEnum):
    """What is shown, in this order: the kept state, ready too long ago, or nothing begun."""

    READY = "ready"
    SHADOWING = "shadowing"
    PRACTISING = "practising"
    STALE = "stale"
    COLD = "cold"


WORDS = {
    Standing.READY: _l("Ready for on-call"),
    Standing.STALE: _l("Stale"),
    Standing.SHADOWING: _l("Shadowing"),
    Standing.PRACTISING: _l("Practising"),
    Standing.COLD: _l("Cold"),
}
MEANINGS = {
    Standing.READY: _l("can be left alone with it"),
    Standing.SHADOWING: _l("goes along with whoever is on duty"),
    Standing.PRACTISING: _l("has begun to practise"),
    Standing.COLD: _l("has not begun yet"),
}
# The kinds of tags that they are shown with.
KINDS = {
    Standing.READY: "on",
    Standing.STALE: "waits",
    Standing.SHADOWING: "next",
    Standing.PRACTISING: "next",
    Standing.COLD: "plain",
}


def meaning(standing: Standing, stale_months: int) -> str:
    """What a standing means in a few words."""
    if standing is not Standing.STALE:
        return str(MEANINGS[standing])
    return ngettext(
        "was ready, and has not practised for %(num)s month",
        "was ready, and has not practised for %(num)s months",
        stale_months,
    )


def stale_from(now: datetime, stale_months: int) -> datetime:
    """Whoever practised at this moment or before is no longer ready; `stale_months` is what the organisation sets."""
    return now - relativedelta(months=stale_months)


def standing(
    state: ReadinessState | None, practised_at: datetime | None, now: datetime, *, stale_months: int
) -> Standing:
    """What is shown of somebody; None is nothing begun."""
    if state is None or practised_at is None:
        return Standing.COLD
    if state is ReadinessState.READY and practised_at <= stale_from(now, stale_months):
        return Standing.STALE
    return Standing(state)
