"""What to look for in the audit trail."""

from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from studyhub.audit.words import Actions, action_words
from studyhub.people.forms import SEARCH_MAX_CHARS, in_range
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import lazy_gettext as _l


class AuditForm(Form):
    """By person, action and days; everything may stay empty."""

    person = StringField(_l("Who"), [Optional(), Length(max=SEARCH_MAX_CHARS)])
    action = SelectField(_l("What"))
    first_day = DateField(_l("From"), [Optional(), in_range])
    last_day = DateField(_l("To"), [Optional(), in_range])

    def offer(self, actions: Actions) -> None:
        """Let one of these actions be chosen."""
        named = sorted((action_words(action, actions), action) for action in actions)
        self.action.choices = [choice("", _l("Everything")), *(choice(action, words) for words, action in named)]
        self.action.data = self.action.data or ""
