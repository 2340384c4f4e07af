"""How often and when a circle meets: the last step of a new one, and the change of one that is there."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, NumberRange

from studyhub.circles import words
from studyhub.circles.editing import CircleRhythm
from studyhub.circles.forms import fields
from studyhub.circles.models import Circle, CircleKind
from studyhub.circles.planning.division import CHAPTERS_MAX, Division, InMeetings, PagesPerMeeting, PerMeeting
from studyhub.circles.planning.planner import HolidayRule, PlanRequest
from studyhub.circles.planning.rhythm import WEEKS_MAX, EveryWeeks, NthWeekday, Rhythm
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import lazy_gettext as _l
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
