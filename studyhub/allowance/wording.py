"""Figures as pages and files write them."""


def decimal(number: float) -> str:
    """At most two places, and none that say nothing: 14.5, 2."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
