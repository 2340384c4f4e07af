"""Forms of teams."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from studyhub.web.forms import Form, choice

TEAM_NAME_MAX_CHARS = 80


class TeamForm(Form):
    """What a team is called."""

    name = StringField(
        _l("Name of the team"), [DataRequired(_l("Please write the team's name.")), Length(max=TEAM_NAME_MAX_CHARS)]
    )


class MemberForm(Form):
    """Somebody to be put in a team."""

    user_id = SelectField(_l("Person"), coerce=int, choices=[])

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user_id.choices = [choice(str(user_id), name) for user_id, name in people]
