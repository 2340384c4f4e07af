"""Calendars of the cast, and what stands in them."""

from datetime import datetime, timedelta
from typing import Any

import icalendar

from studyhub.circles.models import Visibility
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY


def events(body: bytes) -> list[Any]:
    """The events of a calendar."""
    return [*icalendar.Calendar.from_ical(body).walk("VEVENT")]


def my(user: User) -> str:
    """The address of a person's own calendar."""
    return f"/my/{addresses.token(user, Purpose.CALENDAR, key=SECRET_KEY)}/calendar.ics"


def make_public(cast: Cast) -> None:
    """Let everybody see the circle."""
    cast.circle.visibility = Visibility.PUBLIC


def days(count: float) -> datetime:
    """That many days after NOON."""
    return NOON + timedelta(days=count)
