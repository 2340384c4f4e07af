"""How far back a search looks."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta


class Period(StrEnum):
    ALL = "all"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Period.QUARTER: 3, Period.YEAR: 12}


def began(period: Period, *, now: datetime, zone: str) -> datetime | None:
    """The moment from which on things count: the first of the reader's month, or that many months ago; None for all."""
    if period is Period.ALL:
        return None
    if period is Period.MONTH:
        local = now.astimezone(ZoneInfo(zone))
        return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return now - relativedelta(months=MONTHS[period])
