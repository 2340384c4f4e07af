"""Forms of the rota."""

from datetime import time
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from studyhub.people.forms import in_range
from studyhub.rota import drafting
from studyhub.rota.models import (
    CAP_MAX,
    NAME_MAX_CHARS,
    PARTS_MAX,
    POINTS_MAX,
    REST_MAX_HOURS,
    SERVICES_MAX,
    Rota,
)
from studyhub.rota.rules.setting import Said
from studyhub.web.pages.forms import Form, choice
from studyhub.words import dates
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l
from studyhub.zones import LATEST_DAY


class RotaForm(Form):
    """A span of days to plan."""

    rota_name = StringField(
        _l("Name"), [DataRequired(_l("Please write a name, such as “Winter”.")), Length(max=NAME_MAX_CHARS)]
    )
    starts_on = DateField(_l("First day"), [DataRequired(_l("Please choose the first day.")), in_range])
    ends_on = DateField(_l("Last day"), [DataRequired(_l("Please choose the last day.")), in_range])

    def validate_ends_on(self, field: DateField) -> None:
        """The last day is not before the first, and at most a year after it."""
        if self.starts_on.data is None or field.data is None:
            return
        # Its night ends on the day after.
        if field.data >= LATEST_DAY:
            raise ValidationError(gettext("Please choose a day between 2000 and 2100."))
        try:
            drafting.require_span(self.starts_on.data, field.data)
        except drafting.EndsBeforeStart as error:
            raise ValidationError(gettext("The last day is before the first.")) from error
        except drafting.TooLong as error:
            most = gettext("At most %(count)d days are planned at once.", count=drafting.DAYS_MAX)
            raise ValidationError(most) from error

    def refuse_overlap(self, other: Rota) -> None:
        """Say which rota has these days already."""
        say_overlap(self.starts_on, other)


def say_overlap(field: Field, other: Rota) -> None:
    """Say beside a field which rota has the days already."""
    first, last = dates.day_of_year(other.starts_on), dates.day_of_year(other.ends_on)
    said = gettext("%(rota)s has days of these (%(first)s – %(last)s).", rota=other.name, first=first, last=last)
    field.errors = [*field.errors, said]


class CollectionForm(Form):
    """Days away that people are asked for."""

    starts_on = DateField(_l("First day"), [DataRequired(_l("Please choose the first day.")), in_range])
    ends_on = DateField(_l("Last day"), [DataRequired(_l("Please choose the last day.")), in_range])
    answer_on = DateField(
        _l("Last day to answer"), [DataRequired(_l("Please choose the last day to answer.")), in_range]
    )

    validate_ends_on = RotaForm.validate_ends_on


class ImportForm(Form):
    """A rota as a file."""

    file = FileField(_l("CSV file"), render_kw={"accept": ".csv,text/csv"})


class ImportTextForm(Form):
    """The file that was looked at; read again before anything is done."""

    rota_name = StringField(
        _l("Name"), [DataRequired(_l("Please write a name, such as “Winter”.")), Length(max=NAME_MAX_CHARS)]
    )
    text = TextAreaField(render_kw={"hidden": True})


class Whole:
    """A whole number between two; what is no number is told so in the same sentence."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most
        self.field_flags = {"min": least, "max": most}

    def __call__(self, _form: Form, field: IntegerField) -> None:
        if field.data is None or not self.least <= field.data <= self.most:
            field.errors = []
            limits = {"least": self.least, "most": self.most}
            raise ValidationError(gettext("Please write a whole number from %(least)s to %(most)s.", **limits))


def _number(label: Any, least: int, most: int) -> IntegerField:
    return IntegerField(label, [Whole(least, most)])


def _cap(label: Any) -> IntegerField:
    return IntegerField(label, [Optional(), Whole(1, CAP_MAX)])


class RulesForm(Form):
    """How shifts are cut and shared out."""

    day_begins = TimeField(_l("Day begins"), [InputRequired(_l("Please write a time such as 10:00."))])
    day_ends = TimeField(_l("Night begins"), [InputRequired(_l("Please write a time such as 19:00."))])
    parts_of_day_off = SelectField(
        _l("Length of a shift on days off"),
        coerce=int,
        choices=[choice(str(parts), _l("%(hours)d hours", hours=24 // parts)) for parts in range(1, PARTS_MAX + 1)],
    )
    points_weeknight = _number(_l("Points of a weeknight"), 0, POINTS_MAX)
    points_day_off = _number(_l("Points of a day off"), 0, POINTS_MAX)
    points_special = _number(_l("Points of a special day"), 0, POINTS_MAX)
    rest_hours = _number(_l("Hours of rest at least"), 0, REST_MAX_HOURS)
    has_secondary = BooleanField(_l("A secondary beside the primary"))
    shifts_a_month = _cap(_l("Shifts a month at most"))
    days_off_a_month = _cap(_l("Days off a month at most"))
    services_least = _number(_l("Services to be ready for"), 1, SERVICES_MAX)

    def validate_day_ends(self, field: TimeField) -> None:
        """The night begins after the day does."""
        if isinstance(self.day_begins.data, time) and field.data and field.data <= self.day_begins.data:
            raise ValidationError(gettext("The night begins after the day: please write a later time."))

    def said(self) -> Said:
        """What is set, once it is valid."""
        return Said(**{name: field.data for name, field in self._fields.items()})
