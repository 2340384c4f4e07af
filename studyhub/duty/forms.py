"""The form of a private address."""

from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from studyhub.duty.models import NAME_MAX_CHARS, AddressKind
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import lazy_gettext as _l


class AddressForm(Form):
    """What reads there, and how the keeper calls it."""

    kind = RadioField(
        _l("Who reads it"),
        choices=[
            choice(AddressKind.SCREEN.value, _l("A screen in the office")),
            choice(AddressKind.PROGRAM.value, _l("A program (JSON)")),
            choice(AddressKind.CALENDAR.value, _l("A pager (calendar)")),
        ],
        default=AddressKind.SCREEN.value,
    )
    name = StringField(
        _l("What you call it"),
        [DataRequired(_l("Please write where it is read, such as “Second floor”.")), Length(max=NAME_MAX_CHARS)],
    )
