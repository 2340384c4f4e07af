"""The base of every form: cleaned values, CSRF checked once for the whole application."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, StringField, TextAreaField  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.fields.core import Field
from wtforms.i18n import get_translations
from wtforms.validators import StopValidation

from studyhub.text.cleaning import clean_line, clean_text
from studyhub.words.language import spoken as spoken_language
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l


def _clean_line_or_none(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _clean_text_or_none(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _cleaning(kind: type[Field]) -> list[Callable[[Any], Any]]:
    if issubclass(kind, PasswordField):
        # A password is what was typed, to the last space.
        return []
    if issubclass(kind, TextAreaField):
        return [_clean_text_or_none]
    return [_clean_line_or_none] if issubclass(kind, StringField) else []


# What WTForms says of a value that is none, in words of types; the rest of its sentences no form of ours lets through.
_OURS = {
    "Not a valid time value.": _l("Please write a time such as 19:00."),
    "Not a valid date value.": _l("Please write a date such as 2026-12-02."),
    "Not a valid integer value.": _l("Please write a whole number."),
    "Not a valid choice.": _l("Please choose one of these."),
    "Invalid Choice: could not coerce.": _l("Please choose one of these."),
    "This field is required.": _l("Please fill this in."),
}


class _Sentences:
    """The sentences of WTForms, in place of some of them ours."""

    def __init__(self, theirs: Any) -> None:
        self._theirs = theirs

    def gettext(self, sentence: str) -> str:
        """What to do, where WTForms names the type of the value."""
        ours = _OURS.get(sentence)
        return str(self._theirs.gettext(sentence) if ours is None else ours)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """As WTForms says it."""
        return str(self._theirs.ngettext(one, many, count))


@cache
def _sentences(spoken: str) -> _Sentences:
    return _Sentences(get_translations([spoken]))


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf is untyped
    """Cleans every text before its validators see it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf is untyped
        csrf = False  # CSRFProtect has checked the request before any view ran

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was typed. JSON is not taken for it: nested deeply enough, it cannot even be read."""
            if request.is_json and not hasattr(formdata, "getlist"):
                return None
            return super().wrap_formdata(form, formdata)

        def get_translations(self, form: Any) -> Any:
            """WTForms' own sentences. Flask-WTF reads their file anew for every request."""
            return _sentences(spoken_language())

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Put the cleaning first among a field's filters."""
            filters = [*_cleaning(unbound_field.field_class), *unbound_field.kwargs.get("filters", [])]
            bound: Field = unbound_field.bind(form=form, **{**options, "filters": filters})
            return bound


class Sent:
    """Refuses a choice that did not come with the form, made by hand or lost on the way.

    WTForms takes the field's default for it: nobody meant that, and where it says who is ready, or who may read
    something, nobody would notice.
    """

    def __init__(self, message: Any = None) -> None:
        self._message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation where nothing came."""
        if not field.raw_data:
            raise StopValidation(str(self._message or gettext("Please choose.")))


def choice(value: str, label: Any) -> Any:
    """One answer of a select or radio field; WTForms warns of plain pairs."""
    return SelectChoice(value, label)
