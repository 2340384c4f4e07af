"""What forms say of what was typed wrong, in this product's words."""

import ast
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from flask_babel import force_locale
from wtforms import StringField
from wtforms.validators import Length

from studyhub.web.pages.form_words import OURS
from studyhub.web.pages.forms import Form

WTFORMS = Path(wtforms.__file__).parent


class Sample(Form):
    title = StringField(validators=[Length(max=5)])


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "5文字以内で入力してください。"), ("en", "Please write at most 5 characters.")]
)
def test_of_what_is_too_long_it_says_how_long_it_may_be(app: Flask, language: str, said: str) -> None:
    with app.test_request_context(method="POST", data={"title": "too long"}), force_locale(language):
        form = Sample()
        form.validate()

        assert form.errors == {"title": [said]}


@pytest.mark.parametrize("sentence", OURS)
def test_each_sentence_is_still_one_of_wtforms(sentence: str) -> None:
    assert any(sentence in _texts(path) for path in WTFORMS.rglob("*.py"))


def _texts(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text()))
    return {one.value for one in tree if isinstance(one, ast.Constant) and isinstance(one.value, str)}
