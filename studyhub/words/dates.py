"""Dates as people say them, in Japanese and English, in a reader's or a circle's zone.

Written with plain arithmetic instead of Babel's patterns: a page of a hundred rows formats hundreds of times.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g

from studyhub import clock
from studyhub.words.language import spoken
from studyhub.words.saying import gettext, ngettext

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
    return _weekday(_local(moment, zone), spoken())


def _weekday(local: date, language: str) -> str:
    return _WEEKDAYS[language][local.weekday()]


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
    return _day_short(_local(moment, zone), spoken(), zone)


def _day_short(local: date, language: str, zone: str | None) -> str:
    is_this_year = local.year == _local(clock.now(), zone).year
    return _month_and_day(local, language) if is_this_year else _day_of_year(local, language)


def _month_and_day(local: date, language: str) -> str:
    return f"{local.month}月{local.day}日" if language == "ja" else f"{_MONTHS[local.month - 1]} {local.day}"


def day_of_year(moment: datetime | date, zone: str | None = None) -> str:
    """2026年11月25日 or Nov 25, 2026."""
    return _day_of_year(_local(moment, zone), spoken())


def _day_of_year(local: date, language: str) -> str:
    text = _month_and_day(local, language)
    return f"{local.year}年{text}" if language == "ja" else f"{text}, {local.year}"


def day(moment: datetime | date, zone: str | None = None) -> str:
    """11月25日(水) or Wed, Nov 25, with the year when it is another than the present one."""
    return _day(_local(moment, zone), spoken(), zone)


def _day(local: date, language: str, zone: str | None) -> str:
    short, name = _day_short(local, language, zone), _weekday(local, language)
    return f"{short}({name})" if language == "ja" else f"{name}, {short}"


def clock_time(moment: datetime, zone: str | None = None) -> str:
    """19:00."""
    return _clock_time(moment.astimezone(_zone(zone or reader_zone())))


def _clock_time(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def time_range(starts_at: datetime, ends_at: datetime, zone: str | None = None) -> str:
    """19:00–20:30; over midnight 19:00–翌10:00 or 19:00–10:00 next day; of more days with the day of the end."""
    present = _zone(zone or reader_zone())
    starts, ends = starts_at.astimezone(present), ends_at.astimezone(present)
    end, days = _clock_time(ends), ends.toordinal() - starts.toordinal()
    if days == 1:
        end = f"翌{end}" if _is_japanese() else f"{end} next day"
    elif days:
        end = f"{_day_short(ends, spoken(), zone)} {end}"
    return f"{_clock_time(starts)}–{end}"


def when(moment: datetime, zone: str | None = None) -> str:
    """11月25日(水) 19:00."""
    local = moment.astimezone(_zone(zone or reader_zone()))
    return f"{_day(local, spoken(), zone)} {_clock_time(local)}"


def ago(moment: datetime) -> str:
    """How long ago, in the largest whole unit."""
    seconds = max(int((clock.now() - moment).total_seconds()), 0)
    if seconds < MINUTE:
        return gettext("just now")
    for size, say in ((DAY, _days_ago), (HOUR, _hours_ago), (MINUTE, _minutes_ago)):
        if seconds >= size:
            return say(seconds // size)
    raise AssertionError("every number of seconds has a unit")


def _days_ago(count: int) -> str:
    return ngettext("%(num)s day ago", "%(num)s days ago", count)


def _hours_ago(count: int) -> str:
    return ngettext("%(num)s hour ago", "%(num)s hours ago", count)


def _minutes_ago(count: int) -> str:
    return ngettext("%(num)s minute ago", "%(num)s minutes ago", count)


def iso(moment: datetime, zone: str | None = None) -> str:
    """The moment with its offset, for `<time datetime>`."""
    return moment.astimezone(_zone(zone or reader_zone())).isoformat(timespec="minutes")


def init_app(app: Flask, zone: Callable[[], str]) -> None:
    """Offer all of them to templates as filters; `zone` says the IANA zone of whoever reads a page."""
    app.extensions[_EXTENSION] = zone
    days = weekday, month, month_of_year, day_number, day_short, day_of_year, day
    for say in (*days, clock_time, time_range, when, ago, iso):
        app.add_template_filter(say)
