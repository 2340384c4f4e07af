"""The base of every form: cleaned values, CSRF checked once for the whole application."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, StringField, TextAreaField  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.fields.core import Field
from wtforms.validators import StopValidation

from studyhub.text.cleaning import clean_line, clean_text
from studyhub.web.pages.form_words import sentences
from studyhub.words.language import spoken
from studyhub.words.saying import gettext


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
            """What it says of what was typed wrong.

            In which language is known with the form: asked for after something was kept, it could fail half-way.
            """
            return sentences(spoken())

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
