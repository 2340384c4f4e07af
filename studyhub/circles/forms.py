"""Forms of circles."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from studyhub import zones
from studyhub.circles import fields, words
from studyhub.circles.editing import CircleRhythm
from studyhub.circles.isbn import normal_isbn
from studyhub.circles.models import Circle, CircleKind, Format, Visibility
from studyhub.circles.planning.division import CHAPTERS_MAX, Division, InMeetings, PagesPerMeeting, PerMeeting
from studyhub.circles.planning.planner import HolidayRule, PlanRequest
from studyhub.circles.planning.rhythm import WEEKS_MAX, EveryWeeks, NthWeekday, Rhythm
from studyhub.meetings.changing import creating
from studyhub.people.models import User
from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import Form, choice
from studyhub.zones import ClosedDays

AMOUNT_MAX = CHAPTERS_MAX
DIVISIONS: dict[str, Callable[[int], Division]] = {
    "per_meeting": PerMeeting,
    "in_meetings": InMeetings,
    "pages": PagesPerMeeting,
}
HOLIDAYS = [
    choice(HolidayRule.SKIP, _l("No session that week")),
    choice(HolidayRule.NEXT, _l("Move to the next working day")),
    choice(HolidayRule.KEEP, _l("Keep the date")),
]
KEY_PATTERN = r"[0-9a-f]{32}$"


USUAL_START, USUAL_MINUTES, USUAL_DAYS_AHEAD = time(19, 0), 60, 7


class StudyForm(Form):
    """A single study session: a title, a date and a time are enough."""

    key = HiddenField(validators=[Regexp(KEY_PATTERN, message=_l("Please open this page anew and try again."))])
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
    visibility = fields.visibility_field()

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


class CircleForm(Form):
    """What a circle says of itself."""

    title = fields.title_field(_l("Title"))
    description = fields.description_field()
    visibility = fields.visibility_field()
    format = fields.format_field()
    reading_name = fields.reading_name_field()
    level = fields.level_field()
    is_open_half_way = fields.half_way_field()
    place = fields.line_field(_l("Place"), fields.PLACE_MAX_CHARS)
    online_url = fields.link_field(_l("Link to take part online"))
    capacity = fields.capacity_field()
    has_checkin = BooleanField(_l("People check in with a code"))


class InvitationForm(Form):
    """Members to be asked into a circle."""

    user_ids = SelectMultipleField(
        _l("Whom to invite"),
        [DataRequired(_l("Please choose at least one person."))],
        coerce=form_id,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, people: Iterable[User]) -> None:
        """Offer these people."""
        self.user_ids.choices = [choice(str(user.id), user.name) for user in people]


class BookForm(Form):
    """The first step of a circle: a table of contents and the book it is of."""

    toc = TextAreaField(_l("Table of contents"))
    title = fields.title_field(_l("Title of the book"))
    authors = fields.line_field(_l("Authors"), fields.BOOK_LINE_MAX_CHARS)
    publisher = fields.line_field(_l("Publisher"), fields.BOOK_LINE_MAX_CHARS)
    isbn = StringField(_l("ISBN"), [Optional(), Length(max=40)])
    url = fields.link_field(_l("Link to the book"))

    def validate_toc(self, field: TextAreaField) -> None:
        """Refuse what holds no line."""
        if not (field.data or "").strip():
            raise ValidationError(_l("Please paste the table of contents."))

    def validate_isbn(self, field: StringField) -> None:
        """Refuse a wrong check digit; keep the digits alone."""
        normal = normal_isbn(field.data or "")
        if normal is None:
            raise ValidationError(_l("This is no ISBN: please check its digits."))
        field.data = normal


class HowForm(Form):
    """The last step of a circle: how it meets, and what it says of itself."""

    weekday = RadioField(_l("Weekday"))
    start = fields.time_field()
    minutes = fields.minutes_field()
    first_day = fields.day_field(_l("Not before"))
    repeat = SelectField(_l("How often"))
    division = SelectField(
        _l("Counted in"),
        choices=[
            choice("per_meeting", _l("chapters each time")),
            choice("in_meetings", _l("sessions, even in pages")),
            choice("pages", _l("pages each time")),
        ],
    )
    amount = IntegerField(
        _l("How much each time"),
        [
            InputRequired(_l("Please write a number.")),
            NumberRange(1, AMOUNT_MAX, _l("Please write a number from 1 to 2,000.")),
        ],
    )
    holidays = SelectField(_l("Holidays and closed days"), choices=HOLIDAYS)
    title = fields.title_field(_l("Name of the circle"))
    description = fields.description_field()
    kind = SelectField(
        _l("Kind"),
        choices=[choice(CircleKind.READING, _l("Reading circle")), choice(CircleKind.STUDY, _l("Study session"))],
    )
    reading_name = fields.reading_name_field()
    format = fields.format_field()
    visibility = fields.visibility_field()
    level = fields.level_field()
    is_open_half_way = fields.half_way_field()
    place = fields.line_field(_l("Place"), fields.PLACE_MAX_CHARS)
    online_url = fields.link_field(_l("Link to take part online"))
    capacity = fields.capacity_field()
    time_zone = fields.zone_field()
    keeps_past = BooleanField(_l("Keep them as a record"))

    # What the dates of the preview hang on.
    PLANNING = ("repeat", "weekday", "first_day", "division", "amount", "holidays")

    # What a preview needs besides; all else may still be missing then.
    NEEDED = (*PLANNING, "start", "minutes", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekday.choices = [choice(str(number), words.weekday(number)) for number in range(7)]
        self.repeat.choices = _repeats(self.repeat.data or "")

    def validate_planning(self) -> None:
        """Check only what a preview needs."""
        self.validate()
        for name, field in self._fields.items():
            if name not in self.NEEDED:
                field.errors = ()

    def can_be_planned(self) -> bool:
        """Whether a preview can be made of a form that was checked."""
        return not any(self[name].errors for name in self.NEEDED)

    @property
    def planned_with(self) -> str:
        """A short text that is another one when another plan would come out."""
        return "|".join(str(self[name].data) for name in self.PLANNING)

    def request(self, closed_days: Sequence[ClosedDays]) -> PlanRequest:
        """What the planner is to do; the form must be valid."""
        data: dict[str, Any] = self.data
        division = DIVISIONS[data["division"]](data["amount"])
        rhythm = Rhythm(self.days, data["start"], data["minutes"], data["time_zone"])
        return PlanRequest(data["first_day"], rhythm, division, HolidayRule(data["holidays"]), tuple(closed_days))

    @property
    def days(self) -> EveryWeeks | NthWeekday:
        """The days of a valid form's rhythm."""
        return _days(self.repeat, self.weekday)


def _repeats(chosen: str) -> list[Any]:
    """What one chooses from: a circle may meet every five weeks, but hardly any does."""
    usual = [f"weeks:{number}" for number in range(1, 5)]
    weeks = [f"weeks:{number}" for number in range(5, WEEKS_MAX + 1)]
    offered = [*usual, *(one for one in weeks if one == chosen), *(f"month:{number}" for number in words.NTHS)]
    return [choice(one, words.repeat(one)) for one in offered]


def _days(repeat: SelectField, weekday: SelectField) -> EveryWeeks | NthWeekday:
    kind, _, number = str(repeat.data).partition(":")
    day = int(weekday.data)
    return NthWeekday(int(number), day) if kind == "month" else EveryWeeks(int(number), day)


class RhythmForm(Form):
    """How often and when a circle meets."""

    repeat = SelectField(_l("How often"))
    weekday = SelectField(_l("Weekday"))
    start = fields.time_field()
    minutes = fields.minutes_field()
    holidays = SelectField(_l("Holidays and closed days"), choices=HOLIDAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekday.choices = [choice(str(number), words.weekday(number)) for number in range(7)]
        self.repeat.choices = _repeats(self.repeat.data or "")

    @classmethod
    def of(cls, circle: Circle) -> "RhythmForm":
        """The form as it stands for a circle."""
        is_monthly = circle.nth_of_month is not None
        return cls(
            formdata=None,
            repeat=f"month:{circle.nth_of_month}" if is_monthly else f"weeks:{circle.every_weeks or 1}",
            weekday=str(circle.weekday or 0),
            start=circle.start_time,
            minutes=circle.minutes,
            holidays=circle.holiday_rule,
        )

    def rhythm(self) -> CircleRhythm:
        """What was typed; the form must be valid."""
        data: dict[str, Any] = self.data
        days = _days(self.repeat, self.weekday)
        return CircleRhythm(
            every_weeks=days.weeks if isinstance(days, EveryWeeks) else None,
            nth_of_month=days.nth if isinstance(days, NthWeekday) else None,
            weekday=days.weekday,
            start_time=data["start"],
            minutes=data["minutes"],
            holiday_rule=HolidayRule(data["holidays"]),
        )
