"""Dates as people say them, in Japanese and English, in a reader's or a circle's zone.

Written with plain arithmetic instead of Babel's patterns: a page of a hundred rows formats hundreds of times.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from flask_babel import gettext, ngettext

from studyhub import clock
from studyhub.words.language import spoken

_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUTE, HOUR, DAY = 60, 3600, 86400
_EXTENSION = "studyhub_reader_zone"


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def reader_zone() -> str:
    """The IANA zone of whoever reads."""
    # Past the proxy at once: a page asks for each time it shows.
    present = g._get_current_object()
    zone: str | None = present.get("reader_zone")
    if zone is None:
        zone = present.reader_zone = str(current_app.extensions[_EXTENSION]())
    return zone


def _local(moment: datetime | date, zone: str | None) -> date:
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(_zone(zone or reader_zone()))


def _is_japanese() -> bool:
    return spoken() == "ja"


def weekday(moment: datetime | date, zone: str | None = None) -> str:
    """水 or Wed."""
    return _WEEKDAYS["ja" if _is_japanese() else "en"][_local(moment, zone).weekday()]


def month(moment: datetime | date, zone: str | None = None) -> str:
    """11月 or Nov."""
    number = _local(moment, zone).month
    return f"{number}月" if _is_japanese() else _MONTHS[number - 1]


def month_of_year(moment: datetime | date, zone: str | None = None) -> str:
    """2026年11月 or Nov 2026."""
    year = _local(moment, zone).year
    return f"{year}年{month(moment, zone)}" if _is_japanese() else f"{month(moment, zone)} {year}"


def day_number(moment: datetime | date, zone: str | None = None) -> int:
    """The day of the month."""
    return _local(moment, zone).day


def day_short(moment: datetime | date, zone: str | None = None) -> str:
    """11月25日 or Nov 25, with the year when it is another than the present one."""
    local = _local(moment, zone)
    is_this_year = local.year == _local(clock.now(), zone).year
    if _is_japanese():
        return f"{local.month}月{local.day}日" if is_this_year else f"{local.year}年{local.month}月{local.day}日"
    text = f"{_MONTHS[local.month - 1]} {local.day}"
    return text if is_this_year else f"{text}, {local.year}"


def day_of_year(moment: datetime | date, zone: str | None = None) -> str:
    """2026年11月25日 or Nov 25, 2026."""
    local = _local(moment, zone)
    if _is_japanese():
        return f"{local.year}年{local.month}月{local.day}日"
    return f"{_MONTHS[local.month - 1]} {local.day}, {local.year}"


def day(moment: datetime | date, zone: str | None = None) -> str:
    """11月25日(水) or Wed, Nov 25, with the year when it is another than the present one."""
    if _is_japanese():
        return f"{day_short(moment, zone)}({weekday(moment, zone)})"
    return f"{weekday(moment, zone)}, {day_short(moment, zone)}"


def clock_time(moment: datetime, zone: str | None = None) -> str:
    """19:00."""
    local = moment.astimezone(_zone(zone or reader_zone()))
    return f"{local.hour:02}:{local.minute:02}"


def time_range(starts_at: datetime, ends_at: datetime, zone: str | None = None) -> str:
    """19:00–20:30; over midnight 19:00–翌10:00 or 19:00–10:00 next day; of more days with the day of the end."""
    ends = clock_time(ends_at, zone)
    days = _local(ends_at, zone).toordinal() - _local(starts_at, zone).toordinal()
    if days == 1:
        ends = f"翌{ends}" if _is_japanese() else f"{ends} next day"
    elif days:
        ends = f"{day_short(ends_at, zone)} {ends}"
    return f"{clock_time(starts_at, zone)}–{ends}"


def when(moment: datetime, zone: str | None = None) -> str:
    """11月25日(水) 19:00."""
    return f"{day(moment, zone)} {clock_time(moment, zone)}"


def ago(moment: datetime) -> str:
    """How long ago, in the largest whole unit."""
    seconds = max(int((clock.now() - moment).total_seconds()), 0)
    if seconds < MINUTE:
        return str(gettext("just now"))
    for size, say in ((DAY, _days_ago), (HOUR, _hours_ago), (MINUTE, _minutes_ago)):
        if seconds >= size:
            return say(seconds // size)
    raise AssertionError("every number of seconds has a unit")


def _days_ago(count: int) -> str:
    return str(ngettext("%(num)s day ago", "%(num)s days ago", count))


def _hours_ago(count: int) -> str:
    return str(ngettext("%(num)s hour ago", "%(num)s hours ago", count))


def _minutes_ago(count: int) -> str:
    return str(ngettext("%(num)s minute ago", "%(num)s minutes ago", count))


def iso(moment: datetime, zone: str | None = None) -> str:
    """The moment with its offset, for `<time datetime>`."""
    return moment.astimezone(_zone(zone or reader_zone())).isoformat(timespec="minutes")


def init_app(app: Flask, zone: Callable[[], str]) -> None:
    """Offer all of them to templates as filters; `zone` says the IANA zone of whoever reads a page."""
    app.extensions[_EXTENSION] = zone
    days = weekday, month, month_of_year, day_number, day_short, day_of_year, day
    for say in (*days, clock_time, time_range, when, ago, iso):
        app.add_template_filter(say)
