"""Forms of corrections to a closed month."""

from datetime import datetime
from typing import Any

from wtforms import DateTimeLocalField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from studyhub import zones
from studyhub.allowance.models import REASON_MAX_CHARS
from studyhub.allowance.month_page import Page
from studyhub.allowance.parts import Part
from studyhub.rota.wording import KINDS, ROLES
from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words import dates
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l


def _reason() -> StringField:
    return StringField(
        _l("Reason"),
        [DataRequired(_l("Please write why the month is corrected.")), Length(max=REASON_MAX_CHARS)],
    )


class ProposedForm(Form):
    """Why what differs is entered; beside the other form on its page the field has a name of its own."""

    why = _reason()


def _chosen(value: str | int) -> int:
    """The id that was chosen; 0 for none."""
    return 0 if value == "" else form_id(value)


# Whoever is first in a list is paid nothing for that.
NONE_CHOSEN = choice("", _l("Please choose"))


class CorrectionForm(Form):
    """One more part of a shift for somebody, or one less."""

    sign = RadioField(
        _l("What it does"),
        [Sent()],
        choices=[choice("1", _l("Adds hours")), choice("-1", _l("Takes hours back"))],
        default="1",
    )
    user_id = SelectField(_l("Person"), [DataRequired(_l("Please choose a person."))], coerce=_chosen, choices=[])
    shift_id = SelectField(_l("Shift"), [DataRequired(_l("Please choose a shift."))], coerce=_chosen, choices=[])
    starts_at = DateTimeLocalField(_l("Start"), [DataRequired(_l("Please write when it starts."))])
    ends_at = DateTimeLocalField(_l("End"), [DataRequired(_l("Please write when it ends."))])
    reason = _reason()

    def __init__(self, page: Page, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._zone = page.zone
        self.user_id.choices = [NONE_CHOSEN, *(choice(str(one.id), one.name) for one in page.people)]
        self.shift_id.choices = [
            NONE_CHOSEN,
            *(choice(str(one.id), f"{dates.day(one.day)} {KINDS[one.kind]} {ROLES[one.role]}") for one in page.shifts),
        ]

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        """The end is after the start, and both are days the product knows."""
        if self.starts_at.data is None or field.data is None:
            return
        try:
            is_after = self._moment(field.data) > self._moment(self.starts_at.data)
        except zones.DateOutOfRange as error:
            raise ValidationError(gettext("Please choose a day of the shift.")) from error
        if not is_after:
            raise ValidationError(gettext("The end is not after the start."))

    def _moment(self, wall: datetime) -> datetime:
        return zones.to_utc(wall.date(), wall.time(), self._zone)

    def said(self) -> Part:
        """The part, once the form is valid. Raises ValueError before."""
        if self.starts_at.data is None or self.ends_at.data is None:
            raise ValueError("A correction has a start and an end.")
        span = self._moment(self.starts_at.data), self._moment(self.ends_at.data)
        return Part(self.user_id.data, self.shift_id.data, *span, int(self.sign.data))
