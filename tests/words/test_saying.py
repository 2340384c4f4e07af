"""Words are said in the language that is spoken when they are shown, as Flask-Babel says them."""

import flask_babel
import pytest
from flask import Flask

from studyhub.words import saying
from studyhub.words.language import LANGUAGES
from studyhub.words.speaking import speaking

Said = tuple[str, tuple[str | int, ...], dict[str, str]]
COUNTED = "%(num)s person takes part", "%(num)s people take part"
SAID: list[Said] = [
    ("gettext", ("Sign in",), {}),
    ("gettext", ("until %(time)s",), {"time": "19:00"}),
    ("gettext", ("Nobody has written this",), {}),
    ("ngettext", (*COUNTED, 1), {}),
    ("ngettext", (*COUNTED, 3), {}),
    ("pgettext", ("chapter", "Next"), {}),
    ("pgettext", ("alerts", "Review"), {}),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "said", "more"), SAID)
def test_words_are_those_of_flask_babel(
    app: Flask, language: str, name: str, said: tuple[str | int, ...], more: dict[str, str]
) -> None:
    with speaking(language, "Asia/Tokyo"):
        assert getattr(saying, name)(*said, **more) == getattr(flask_babel, name)(*said, **more)


def test_what_is_said_later_is_said_in_the_language_of_then(app: Flask) -> None:
    later, next_one = saying.lazy_gettext("Sign in"), saying.lazy_pgettext("chapter", "Next")

    with speaking("ja", "Asia/Tokyo"):
        japanese = str(later), str(next_one)
    with speaking("en", "Asia/Tokyo"):
        english = str(later), str(next_one)

    assert japanese == ("サインイン", "次")
    assert english == ("Sign in", "Next")


def test_where_nobody_reads_words_are_japanese() -> None:
    assert saying.gettext("Sign in") == "サインイン"
