"""The forms of a circle that is there: what it says of itself, and whom to ask into it."""

from collections.abc import Iterable

from wtforms import (
    BooleanField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from studyhub.circles.forms import fields
from studyhub.people.models import User
from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words.saying import lazy_gettext as _l


class CircleForm(Form):
    """What a circle says of itself."""

    title = fields.title_field(_l("Title"))
    description = fields.description_field()
    visibility = fields.visibility_field(Sent())
    format = fields.format_field(Sent())
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
