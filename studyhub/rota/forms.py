"""Forms of the rota."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from studyhub.people.forms import in_range
from studyhub.rota import drafting
from studyhub.rota.models import NAME_MAX_CHARS, Rota
from studyhub.web.pages.forms import Form
from studyhub.words import dates


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
        try:
            drafting.require_span(self.starts_on.data, field.data)
        except drafting.EndsBeforeStart as error:
            raise ValidationError(gettext("The last day is before the first.")) from error
        except drafting.TooLong as error:
            most = gettext("At most %(count)d days are planned at once.", count=drafting.DAYS_MAX)
            raise ValidationError(most) from error

    def refuse_overlap(self, other: Rota) -> None:
        """Say which rota has these days already."""
        first, last = dates.day_of_year(other.starts_on), dates.day_of_year(other.ends_on)
        said = gettext("%(rota)s has days of these (%(first)s – %(last)s).", rota=other.name, first=first, last=last)
        self.starts_on.errors = [*self.starts_on.errors, said]
