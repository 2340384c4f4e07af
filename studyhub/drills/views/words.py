"""What the examiner types beside the lines of the record: it goes along with every press, so that none loses it."""

from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MultiDict

from studyhub.drills.forms import WordsForm
from studyhub.text.cleaning import clean_line
from studyhub.web.pages.converters import row_id
from studyhub.words.language import sentences


@dataclass(frozen=True)
class Typed:
    """The words of one line, and why they cannot stand; an empty reason where they can."""

    text: str
    problem: str


def typed_words() -> dict[int, Typed]:
    """What differs from what the page showed, by the id of the line."""
    sent = request.form
    lines = zip(sent.getlist("event_id"), sent.getlist("was"), sent.getlist("text"), strict=False)
    return {
        event_id: _judged(text)
        for said, was, text in lines
        if (event_id := row_id(said)) and clean_line(text) != clean_line(was)
    }


def _judged(text: str) -> Typed:
    form = WordsForm(MultiDict({"text": text}))
    form.validate()
    return Typed(form.text.data or "", sentences(form.text.errors))
