"""Forms of the first visit, of signing in, and of accounts being made."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from studyhub.accounts.fields import check_new_password, email_field, name_field, new_password_field, written
from studyhub.web.forms import Form

ORGANIZATION_NAME_MAX_CHARS = 80


class SignInForm(Form):
    """Who signs in; whether they may is not the form's to say."""

    email = email_field()
    password = PasswordField(_l("Password"), [DataRequired(_l("Please write your password."))])
    next = HiddenField()


class SetUpForm(Form):
    """The organisation and its first administrator."""

    code = StringField(
        _l("One-time code"),
        [DataRequired(_l("Please write the code from the terminal.")), Length(max=80)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    organization_name = StringField(
        _l("Name of the organisation"),
        [DataRequired(_l("Please write the organisation's name.")), Length(max=ORGANIZATION_NAME_MAX_CHARS)],
        render_kw={"autocomplete": "organization"},
    )
    name = name_field()
    email = email_field()
    password = new_password_field()

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a weak password."""
        check_new_password(field, email=written(self.email), name=written(self.name))
