"""The base of every form: cleaned values, CSRF checked once for the whole application."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectChoice, StringField, TextAreaField  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.fields.core import Field

from studyhub.web.cleaning import clean_line, clean_text


def _clean_line_or_none(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _clean_text_or_none(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc] -- flask_wtf is untyped
    """Cleans every text before its validators see it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] -- flask_wtf is untyped
        csrf = False  # CSRFProtect has checked the request before any view ran

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Put the cleaning first among a field's filters."""
            kind = unbound_field.field_class
            if issubclass(kind, TextAreaField):
                first = _clean_text_or_none
            elif issubclass(kind, StringField):
                first = _clean_line_or_none
            else:
                return unbound_field.bind(form=form, **options)
            filters = [first, *unbound_field.kwargs.get("filters", [])]
            return unbound_field.bind(form=form, **{**options, "filters": filters})


def choice(value: str, label: Any) -> Any:
    """One answer of a select or radio field; WTForms warns of plain pairs."""
    return SelectChoice(value, label)
