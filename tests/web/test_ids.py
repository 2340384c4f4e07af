"""An id in a form is taken as in an address, by every select field: what is counted and what is done are the same."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from studyhub.circles.forms.circle import InvitationForm
from studyhub.meetings.forms import AddPersonForm, MeetingForm, MoveForm, SuggestionForm, SwapForm, ThoughtForm
from studyhub.teams.forms import MemberForm, MergeForm
from studyhub.web.pages.converters import row_id
from studyhub.web.pages.forms import choice

ODD = [
    " 26",
    "26 ",
    "+26",
    "２６",
    "026",
    "2_6",
    "26\n",
    "26.0",
    "-26",
    "",
    "x",
    "9" * 20,
    "00",
    "-0",
    "+0",
    "０",
    " 0",
]
FORMS: list[tuple[Any, dict[str, Any]]] = [
    (AddPersonForm, {}),
    (InvitationForm, {}),
    (MeetingForm, {}),
    (MemberForm, {"people": []}),
    (MergeForm, {"teams": []}),
    (MoveForm, {}),
    (SuggestionForm, {}),
    (SwapForm, {}),
    (ThoughtForm, {}),
]


def id_fields(kind: Any, begins: dict[str, Any], typed: str) -> list[SelectField]:
    """The fields of a form that take an id, with what somebody typed into each of them."""
    form = kind(**begins, formdata=None)
    names = [name for name in form.data if name.endswith(("_id", "_ids"))]
    form = kind(**begins, formdata=MultiDict(dict.fromkeys(names, typed)))
    for name in names:
        form[name].choices = [choice("26", "Botan")]
    return [form[name] for name in names]


@pytest.mark.parametrize(("kind", "begins"), FORMS)
def test_odd_ids_are_refused(app: Flask, kind: Any, begins: dict[str, Any]) -> None:
    with app.test_request_context(method="POST"):
        fields = [(typed, field) for typed in ODD for field in id_fields(kind, begins, typed)]

        taken = [typed for typed, field in fields if not field.process_errors]

    assert taken == []
    assert [typed for typed in ODD if row_id(typed)] == []


@pytest.mark.parametrize(("kind", "begins"), FORMS)
def test_ids_are_taken(app: Flask, kind: Any, begins: dict[str, Any]) -> None:
    with app.test_request_context(method="POST"):
        fields = id_fields(kind, begins, "26")

        taken = [field.data for field in fields]

    assert taken in ([26], [[26]], [26, 26])


def test_nobody_facilitates(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        fields = id_fields(MeetingForm, {}, "0")

        taken = [(field.data, field.process_errors) for field in fields]

    assert taken == [(0, []), (0, [])]
