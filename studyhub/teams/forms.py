"""Forms of teams."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from studyhub.people.fields import PersonField
from studyhub.people.models import User
from studyhub.teams.slugs import SLUG_MAX_CHARS, is_slug
from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

TEAM_NAME_MAX_CHARS = 80


class TeamForm(Form):
    """What a team is called, and the word for it in addresses."""

    name = StringField(
        _l("Name of the team"), [DataRequired(_l("Please write the team's name.")), Length(max=TEAM_NAME_MAX_CHARS)]
    )
    slug = StringField(
        _l("Word in addresses"),
        [Optional(), Length(max=SLUG_MAX_CHARS)],
        filters=[lambda text: text.lower() if text else text],
        render_kw={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"},
    )

    def validate_slug(self, field: StringField) -> None:
        """Only what is read well in an address."""
        if field.data and not is_slug(field.data):
            raise ValidationError(gettext("Please use small letters and digits, with single hyphens between."))


class MergeForm(Form):
    """The team that another one becomes part of."""

    team_id = SelectField(_l("Merge into"), coerce=form_id, choices=[])

    def __init__(self, *args: Any, teams: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team_id.choices = [choice(str(team_id), name) for team_id, name in teams]


class MemberForm(Form):
    """Somebody to be put in a team."""

    user_id = PersonField(_l("Person"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user_id.offer(people)
