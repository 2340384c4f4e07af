"""The forms of a team's card and of a new circle of rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from studyhub.circles.forms import fields
from studyhub.circles.forms.rhythm import HOLIDAYS
from studyhub.circles.planning.division import PerMeeting
from studyhub.circles.planning.planner import HolidayRule, PlannedMeeting, PlanRequest, plan_groups
from studyhub.circles.planning.rhythm import EveryWeeks, Rhythm
from studyhub.sos.models import LINE_MAX_CHARS, TROUBLES_MAX_CHARS, WHAT_MAX_CHARS, HelpWanted, Mood, TeamUpdate
from studyhub.sos.moves import HelpState
from studyhub.sos.wording import MOODS
from studyhub.sos.writing import Words
from studyhub.web.pages.converters import row_id
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l
from studyhub.zones import ClosedDays

ROUNDS_MAX = 52
STILL = "still"


class AnswerForm(Form):
    """Whether help that was asked for is still wanted."""

    answer = RadioField(
        _l("Still wanted?"),
        [Optional()],
        choices=[
            choice(STILL, _l("Still wanted")),
            choice(HelpState.RESOLVED, _l("It is settled")),
            choice(HelpState.WITHDRAWN, _l("Not any more")),
        ],
        default=STILL,
    )


@dataclass(frozen=True)
class Row:
    """An old wish on the card, and its question."""

    wanted: HelpWanted
    form: AnswerForm


class UpdateForm(Form):
    """A team's card; `base` is the number of the text it began from."""

    mood = RadioField(
        _l("How it goes"), [Optional()], choices=[choice(mood, word) for mood, word in MOODS.items()], default=None
    )
    line = StringField(_l("In a line"), [Length(max=LINE_MAX_CHARS)])
    troubles = TextAreaField(_l("Troubles"), [Optional(), Length(max=TROUBLES_MAX_CHARS)])
    wants = StringField(_l("Help wanted"), [Optional(), Length(max=WHAT_MAX_CHARS)])
    wants_by = DateField(_l("Until when"), [Optional(), fields.check_day])
    base = HiddenField()

    def __init__(self, wishes: Sequence[HelpWanted], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = [Row(one, AnswerForm(prefix=f"help-{one.id}-", **kwargs)) for one in wishes]

    @classmethod
    def of(cls, update: TeamUpdate | None, wishes: Sequence[HelpWanted]) -> "UpdateForm":
        """The form as it stands for a card."""
        form = cls(wishes, formdata=None, obj=update)
        form.base.data = str(update.number if update else 0)
        return form

    def is_ready(self, *, hands_in: bool) -> bool:
        """Whether it can be kept as a draft or, with all that others need, handed in."""
        is_valid = bool(self.validate()) and self._answers_are_valid()
        if hands_in and not self.mood.data:
            self.mood.errors = [gettext("Please choose a word.")]
        if hands_in and not self.line.data:
            self.line.errors = [gettext("Please write a line.")]
        return is_valid and not (self.mood.errors or self.line.errors)

    def _answers_are_valid(self) -> bool:
        return all(row.form.validate() for row in self.rows)

    def words(self, offered: Sequence[str], ticked: Sequence[str]) -> Words:
        """What was typed in a valid form, with the happenings that the page offered and those left on the card."""
        answers = {row.wanted.id: row.form.answer.data for row in self.rows}
        settled = {id_: HelpState(answer) for id_, answer in answers.items() if answer and answer != STILL}
        mood = Mood(self.mood.data) if self.mood.data else None
        typed = (self.line.data or "", self.troubles.data or "", self.wants.data or "", self.wants_by.data)
        return Words(mood, *typed, offered, ticked, settled)

    @property
    def base_number(self) -> int:
        """The number it began from; 0 for anything that is none."""
        return row_id(self.base.data) or 0


class RoundsForm(Form):
    """A new circle of rounds."""

    key = fields.key_field()
    title = fields.title_field(_l("Title"))
    first_day = fields.day_field(_l("First round"))
    start = fields.time_field()
    minutes = fields.minutes_field()
    weeks = SelectField(
        _l("How often"),
        choices=[
            choice("1", _l("Every week")),
            choice("2", _l("Every two weeks")),
            choice("4", _l("Every four weeks")),
        ],
    )
    rounds = IntegerField(
        _l("How many rounds"),
        [
            InputRequired(_l("Please write a number.")),
            NumberRange(1, ROUNDS_MAX, _l("Please write a number from 1 to 52.")),
        ],
    )
    holidays = SelectField(_l("Holidays and closed days"), choices=HOLIDAYS)
    place = fields.line_field(_l("Place"), fields.PLACE_MAX_CHARS)
    online_url = fields.link_field(_l("Link to take part online"))

    def rhythm(self, zone: str) -> Rhythm:
        """How often they meet; the form must be valid."""
        data: dict[str, Any] = self.data
        days = EveryWeeks(int(data["weeks"]), data["first_day"].weekday())
        return Rhythm(days, data["start"], data["minutes"], zone)

    def planned(self, zone: str, closed_days: Sequence[ClosedDays]) -> list[PlannedMeeting]:
        """The rounds of a valid form. Raises DateOutOfRange."""
        data: dict[str, Any] = self.data
        asked = PlanRequest(
            data["first_day"], self.rhythm(zone), PerMeeting(1), HolidayRule(data["holidays"]), tuple(closed_days)
        )
        return plan_groups([[] for _round in range(data["rounds"])], asked)
