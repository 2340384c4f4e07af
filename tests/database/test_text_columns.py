"""Who writes a text is known of every column: what is known of none is planted, poisoned and looked for by nobody."""

from collections.abc import Iterator

from wtforms import StringField, TextAreaField

from studyhub.web.pages.forms import Form
from tests.text_columns import CHECKED, MADE, TYPED, WRITTEN, texts


def test_of_every_column_of_text_it_is_said_who_writes_it() -> None:
    said = {f"{table}.{name}" for one in (TYPED, WRITTEN, MADE) for table, names in one.items() for name in names}

    assert said == {f"{table}.{name}" for table, names in texts().items() for name in names}


def test_what_a_form_takes_is_not_said_to_be_made_by_the_application() -> None:
    typed = {name for one in (TYPED, WRITTEN) for names in one.values() for name in names}
    made = {name for names in MADE.values() for name in names} - typed

    assert {name for form in forms(Form) for name in texts_of(form)} & made == CHECKED


def forms(above: type[Form]) -> Iterator[type[Form]]:
    for form in above.__subclasses__():
        yield form
        yield from forms(form)


def texts_of(form: type[Form]) -> Iterator[str]:
    for name in dir(form):
        kind = getattr(getattr(form, name), "field_class", type(None))
        if issubclass(kind, (StringField, TextAreaField)):
            yield name
