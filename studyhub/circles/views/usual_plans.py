"""How a circle meets as long as nobody has said otherwise: the last step begins with it."""

from datetime import timedelta

from studyhub import clock, zones
from studyhub.circles.models import Circle, ReadingName
from studyhub.words.dates import reader_zone
from studyhub.words.saying import gettext as _

USUAL_DAYS_AHEAD = 7
USUAL_SESSIONS = 6


def proposed_title(book: str, reading_name: str) -> str:
    """The name of a circle that reads this book, as it calls itself."""
    if reading_name == ReadingName.RINDOKUKAI:
        return _("%(book)s rindokukai", book=book)
    return _("%(book)s reading circle", book=book)


def usual_how(title: str, *, has_book: bool = True) -> dict[str, str]:
    """The fields of the last step, for a new circle."""
    first_day = zones.in_zone(clock.now(), reader_zone()).date() + timedelta(days=USUAL_DAYS_AHEAD)
    return {
        "repeat": "weeks:1",
        "weekday": str(first_day.weekday()),
        "start": "19:00",
        "minutes": "90",
        "first_day": first_day.isoformat(),
        "division": "per_meeting",
        "amount": "1" if has_book else str(USUAL_SESSIONS),
        "holidays": "skip",
        "title": title,
        "kind": "reading" if has_book else "study",
        "reading_name": ReadingName.DOKUSHOKAI.value,
        "format": "presented",
        "visibility": "inside",
        "time_zone": reader_zone(),
    }


def how_of(circle: Circle) -> dict[str, str]:
    """The fields of the last step, as a circle has met so far."""
    how = usual_how(circle.title)
    how |= {"format": circle.format, "visibility": circle.visibility, "kind": circle.kind}
    how["reading_name"] = circle.reading_name
    how |= {"minutes": str(circle.minutes), "time_zone": circle.time_zone, "holidays": circle.holiday_rule}
    if circle.start_time:
        how["start"] = f"{circle.start_time:%H:%M}"
    if circle.weekday is not None:
        how["weekday"] = str(circle.weekday)
    monthly = circle.nth_of_month
    how["repeat"] = f"weeks:{circle.every_weeks or 1}" if monthly is None else f"month:{monthly}"
    return how
