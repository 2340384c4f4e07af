"""Forms of the first visit, of signing in, and of accounts being made."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from studyhub.accounts.fields import check_new_password, email_field, name_field, new_password_field, written
from studyhub.people.spelling.emails import is_email, normal_email
from studyhub.web.pages.forms import Form
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

ORGANIZATION_NAME_MAX_CHARS = 80
INVITED_AT_ONCE = 50
INVITED_MAX_CHARS = 20_000


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
        check_new_password(
            field, email=written(self.email), names=[written(self.name), written(self.organization_name)]
        )


class EmailForm(Form):
    """An address to which a link is mailed."""

    email = email_field()


class EmailChangeForm(Form):
    """Another address for one's own account, with the password that shows that it is oneself."""

    email = email_field(_l("New e-mail address"))
    present = PasswordField(
        _l("Present password"),
        [DataRequired(_l("Please write your present password."))],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        self.own = own
        super().__init__(*args, **kwargs)

    def validate_email(self, field: StringField) -> None:
        """It is another one than now."""
        if field.data == self.own:
            raise ValidationError(gettext("This is your address already."))


class NewPasswordForm(Form):
    """A password for somebody who is known."""

    password = new_password_field()

    def __init__(self, *args: Any, known_email: str, known_names: Iterable[str], **kwargs: Any) -> None:
        self.known_email, self.known_names = known_email, known_names
        super().__init__(*args, **kwargs)

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a weak password."""
        check_new_password(field, email=self.known_email, names=self.known_names)


class NewAccountForm(Form):
    """Name and password of somebody whose address is confirmed."""

    name = name_field()
    password = new_password_field()

    def __init__(self, *args: Any, known_email: str, **kwargs: Any) -> None:
        self.known_email = known_email
        super().__init__(*args, **kwargs)

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a weak password."""
        check_new_password(field, email=self.known_email, names=[written(self.name)])


class InviteForm(Form):
    """Addresses to be invited, one a line."""

    emails = TextAreaField(
        _l("E-mail addresses"),
        [DataRequired(_l("Please write an e-mail address.")), Length(max=INVITED_MAX_CHARS)],
    )

    def addresses(self) -> list[str]:
        """The addresses in their normal form, in order, each once."""
        parts = (self.emails.data or "").replace(",", "\n").replace(";", "\n").split("\n")
        return list(dict.fromkeys(email for part in parts if (email := normal_email(part))))

    def validate_emails(self, _field: TextAreaField) -> None:
        """Name every line that is no address."""
        addresses = self.addresses()
        wrong = [email for email in addresses if not is_email(email)]
        if wrong:
            raise ValidationError(gettext("Not an e-mail address: %(wrong)s", wrong=", ".join(wrong[:10])))
        if len(addresses) > INVITED_AT_ONCE:
            raise ValidationError(gettext("Please invite at most %(count)s at once.", count=INVITED_AT_ONCE))
