"""What many people were answered, and how long it took them."""

from collections import Counter
from collections.abc import Sequence
from statistics import quantiles

# Status and seconds of each answer, by address.
Found = dict[str, list[tuple[int, float]]]


def said(answers: Sequence[tuple[int, float]]) -> str:
    """How many, of which statuses, and the median, the 95th of 100 and the longest in milliseconds: three cells."""
    statuses = Counter(status for status, _ in answers)
    took = [seconds * 1000 for _, seconds in answers]
    of_all = quantiles(took, n=20, method="inclusive") if len(took) > 1 else took * 20
    told = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
    return f"{len(answers)} | {told} | {of_all[9]:.0f}, {of_all[-1]:.0f}, {max(took):.0f}"
