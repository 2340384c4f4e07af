"""How the form macros draw a field, its hint and what is wrong with it."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from studyhub.web.pages.forms import choice

TEMPLATES = Path(__file__).parents[2] / "templates"


class MeetingForm(Form):
    title = StringField("Title", [InputRequired("Please write a title.")])
    place = StringField("Place", [Optional(), Length(max=5)])
    format = RadioField("Format", choices=[choice("presented", "Presented"), choice("discussed", "Discussed")])


def drawn(call: str, form: Form) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.globals.update(gettext=str, ngettext=lambda one, many, num: one if num == 1 else many)
    environment.filters["sentences"] = " ".join
    macros = '{% from "macros/forms.html" import field, choices, error_summary %}'
    return environment.from_string(macros + "{{ " + call + " }}").render(form=form)


def refused(**sent: str) -> MeetingForm:
    form = MeetingForm(MultiDict(sent))
    assert not form.validate()
    return form


def test_a_hint_is_read_with_its_field() -> None:
    html = drawn("field(form.title, 'Short.')", MeetingForm())

    assert 'aria-describedby="title-hint"' in html
    assert '<p class="hint" id="title-hint">Short.</p>' in html


def test_an_error_is_read_with_its_field_after_the_hint() -> None:
    html = drawn("field(form.title, 'Short.')", refused(format="presented"))

    assert 'aria-describedby="title-hint title-error" aria-invalid="true"' in html
    assert '<p class="error" id="title-error">Please write a title.</p>' in html


def test_a_field_in_order_says_nothing_of_errors() -> None:
    html = drawn("field(form.title)", MeetingForm())

    assert "aria-" not in html
    assert "error" not in html


def test_what_was_typed_stays_and_is_escaped() -> None:
    html = drawn("field(form.place)", refused(place='"><b>Room'))

    assert 'value="&#34;&gt;&lt;b&gt;Room"' in html


def test_only_a_field_that_may_stay_empty_is_called_optional() -> None:
    assert '<span class="optional">optional</span>' in drawn("field(form.place)", MeetingForm())
    assert "optional" not in drawn("field(form.title)", MeetingForm())


def test_further_arguments_become_attributes() -> None:
    assert 'autocomplete="off"' in drawn("field(form.title, autocomplete='off')", MeetingForm())


def test_the_summary_leads_to_each_field_that_was_refused() -> None:
    html = drawn("error_summary(form)", refused(place="too long", format="presented"))

    assert '<a href="#title">Title</a>: Please write a title.' in html
    assert '<a href="#place">Place</a>: Field cannot be longer than 5 characters.' in html
    assert "#format" not in html


def test_a_form_in_order_has_no_summary() -> None:
    assert drawn("error_summary(form)", MeetingForm()).strip() == ""


def test_choices_ask_one_question_with_an_answer_each() -> None:
    html = drawn("choices(form.format)", MeetingForm(MultiDict({"format": "discussed"})))

    assert "<legend>Format</legend>" in html
    assert '<label for="format-0">Presented</label>' in html
    assert 'checked id="format-1"' in html


def test_what_is_to_be_mended_has_the_focus_without_a_script() -> None:
    assert 'tabindex="-1" autofocus>' in drawn("error_summary(form)", refused())
