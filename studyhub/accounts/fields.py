"""Fields that several forms of accounts and people share."""

from collections.abc import Iterable
from typing import Any

from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from studyhub.accounts import password_strength
from studyhub.accounts.password_strength import MIN_CHARS, PasswordProblem
from studyhub.accounts.passwords import MAX_CHARS
from studyhub.people.models import EMAIL_MAX_CHARS, NAME_MAX_CHARS
from studyhub.people.spelling.emails import is_email, normal_email
from studyhub.settings import organization
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l


def written(field: StringField) -> str:
    """The text of a field; empty when nothing was sent."""
    return field.data or ""


def check_email(_form: Any, field: EmailField) -> None:
    """Refuse what mail cannot be sent to."""
    if not is_email(written(field)):
        raise ValidationError(gettext("Please write an e-mail address such as name@example.com."))


def email_field(label: Any = None) -> EmailField:
    """An e-mail address in its normal form."""
    required = DataRequired(_l("Please write an e-mail address."))
    return EmailField(
        label or _l("E-mail"),
        [required, Length(max=EMAIL_MAX_CHARS), check_email],
        filters=[lambda text: normal_email(text) if text else text],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    )


def name_field() -> StringField:
    """A person's full name."""
    return StringField(
        _l("Name"),
        [DataRequired(_l("Please write a name.")), Length(max=NAME_MAX_CHARS)],
        render_kw={"autocomplete": "name"},
    )


def new_password_field() -> PasswordField:
    """A password to be set; the form checks it with check_new_password, knowing whose it is."""
    return PasswordField(
        _l("New password"),
        [DataRequired(_l("Please write a password."))],
        render_kw={"autocomplete": "new-password", "minlength": MIN_CHARS},
    )


def check_new_password(field: PasswordField, *, email: str, names: Iterable[str]) -> None:
    """Refuse a short, endless or easily guessed password; `names` are the person's. Raises ValidationError."""
    names = [*names, organization.current().name]
    found = password_strength.problem(written(field), email=email, names=names)
    if found is not None:
        raise ValidationError(_words(found))


def _words(problem: PasswordProblem) -> str:
    words = {
        PasswordProblem.TOO_SHORT: gettext("Please use at least %(count)s characters.", count=MIN_CHARS),
        PasswordProblem.TOO_LONG: gettext("Please use at most %(count)s characters.", count=MAX_CHARS),
        PasswordProblem.EASY: gettext(
            "This password is easy to guess: it is a common one, one word, or a pattern. "
            "Please choose another; a few words that do not belong together are hard to guess."
        ),
        PasswordProblem.IS_YOURS: gettext(
            "Without your name, your address and the organisation's name too little is left of this password. "
            "Please choose another; a few words that do not belong together are hard to guess."
        ),
    }
    return str(words[problem])
