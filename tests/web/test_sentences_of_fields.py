"""What is wrong with a value is said as what to write, not as a type; also where WTForms says it."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField, TimeField
from wtforms.validators import InputRequired

from studyhub.web.pages.forms import Form, choice


class AnyForm(Form):
    time = TimeField("Time")
    day = DateField("Day")
    count = IntegerField("Count")
    kind = SelectField("Kind", choices=[choice("a", "A")])
    number = SelectField("Number", coerce=int, choices=[choice("1", "One")])
    filled = IntegerField("Filled", [InputRequired()])


TYPED = {"time": "25:99", "day": "2026-13-01", "count": "x", "kind": "b", "number": "x", "filled": ""}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_value_that_is_none_is_told_what_to_write_and_nothing_of_types(app: Flask, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}, method="POST"):
        form = AnyForm(MultiDict(TYPED))
        form.validate()
        said = {name: str(errors[0]) for name, errors in form.errors.items()}

    assert said.keys() == TYPED.keys()
    assert [
        word for word in ("型", "無効", "フィールド", "alid", "coerce") for words in said.values() if word in words
    ] == []
    assert "19:00" in said["time"]
