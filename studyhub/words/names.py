"""People by name, as the language of whoever reads names them."""

from collections.abc import Iterable

from flask import Flask

from studyhub.words.saying import gettext as _
from studyhub.words.saying import pgettext


def polite(names: Iterable[str]) -> str:
    """Several people in a row, each with a さん of their own: 江上さん、早川さん; in English their names alone."""
    return _(", ").join(pgettext("in a row", "%(name)s", name=name) for name in names)


def init_app(app: Flask) -> None:
    """Offer it to templates as a filter."""
    app.add_template_filter(polite)
