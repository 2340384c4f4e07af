"""The form of a single session."""

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import (
    SelectField,
)

from studyhub import zones
from studyhub.circles.forms import fields
from studyhub.circles.models import CircleKind, Format, Visibility
from studyhub.meetings.changing import creating
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words.saying import lazy_gettext as _l

USUAL_START, USUAL_MINUTES, USUAL_DAYS_AHEAD = time(19, 0), 60, 7


class StudyForm(Form):
    """A single study session: a title, a date and a time are enough."""

    key = fields.key_field()
    kind = SelectField(
        _l("Kind"),
        choices=[choice(CircleKind.STUDY, _l("Study session")), choice(CircleKind.DRILL, _l("On-call training"))],
        default=CircleKind.STUDY,
    )
    title = fields.title_field(_l("Title"))
    day = fields.day_field(_l("Date"))
    start = fields.time_field()
    minutes = fields.minutes_field()
    place = fields.line_field(_l("Place"), fields.PLACE_MAX_CHARS)
    online_url = fields.link_field(_l("Link to take part online"))
    description = fields.description_field()
    visibility = fields.visibility_field(Sent())

    def times(self, zone: str) -> tuple[datetime, datetime]:
        """Start and end in UTC of a valid form, the times typed being wall time in this IANA zone."""
        data: dict[str, Any] = self.data
        starts_at = zones.to_utc(data["day"], data["start"], zone)
        return starts_at, starts_at + timedelta(minutes=data["minutes"])

    def propose(self, today: date) -> None:
        """Begin an empty form with what most sessions have: an evening a week from today."""
        self.key.data = secrets.token_hex(16)
        self.day.data = today + timedelta(days=USUAL_DAYS_AHEAD)
        self.start.data, self.minutes.data = USUAL_START, USUAL_MINUTES

    def new_circle(self, kind: CircleKind, zone: str, *, key: str) -> creating.NewCircle:
        """The circle with its only session that a valid form asks for; `key` makes one of it, however often pressed."""
        return creating.NewCircle(
            title=self.title.data or "",
            kind=kind,
            key=f"{key}:{self.key.data}",
            description=self.description.data or "",
            visibility=Visibility(self.visibility.data),
            format=Format.PRESENTED,
            time_zone=zone,
            place=self.place.data or "",
            online_url=self.online_url.data or "",
            start_time=self.start.data,
            minutes=self.minutes.data or USUAL_MINUTES,
            meetings=[creating.NewMeeting(*self.times(zone))],
        )
