"""The one place that asks what time it is."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta(0)


def start_at(moment: datetime | None) -> None:
    """Let the clock run from this aware moment on (demonstrations, training, tests); None shows real time again."""
    global _ahead  # noqa: PLW0603 -- a process has one clock
    _ahead = moment - datetime.now(UTC) if moment else timedelta(0)


def now() -> datetime:
    """The present moment as an aware UTC datetime, cut to whole microseconds."""
    return datetime.now(UTC) + _ahead


def is_moved() -> bool:
    """Whether the clock was started at another moment than the real one."""
    return _ahead != timedelta(0)
