"""Until when whoever is asked is expected to answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from studyhub.rota.swaps.models import Swap, SwapAsk

# As for chapters: longer silence is an answer, too.
SILENCE = timedelta(days=3)


def answer_until(swap: Swap, asks: Iterable[SwapAsk]) -> datetime:
    """Three days after somebody was asked last, or half of the time that was left then, whichever is shorter.

    The request stays open until the hours begin; from then on whoever gives looks for somebody else.
    """
    asked_at = max((ask.asked_at for ask in asks), default=swap.asked_at)
    return asked_at + min(SILENCE, max(swap.starts_at - asked_at, timedelta(0)) / 2)
