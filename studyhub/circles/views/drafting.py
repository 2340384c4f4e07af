"""The draft that is kept between the steps of making a circle, and the fields each step adds to it."""

import re
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from studyhub import clock
from studyhub.circles.forms.book import BookForm
from studyhub.circles.forms.fields import KEY_PATTERN
from studyhub.circles.forms.rhythm import HowForm
from studyhub.circles.models import ReadingName
from studyhub.circles.planning import by_hand, keeping, outline, typed_lines
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.typed_lines import TypedLine
from studyhub.circles.views import usual_plans
from studyhub.db import db
from studyhub.text.cleaning import clean_text
from studyhub.web.guards.auth import current_user

BOOK, CHAPTERS, SCHEDULE = "book", "chapters", "schedule"
BOOK_FIELDS = ("title", "authors", "publisher", "isbn", "url")
DIVISION_FIELDS = ("division", "amount")


class NoDraft(Exception):
    """The form is of no draft of this person: it was forgotten, or is another's."""


def asked_for() -> Draft | None:
    """The draft named in the address, if it is theirs."""
    return keeping.find(current_user(), clean_text(request.args.get("draft", "")))


def taken() -> Draft:
    """The draft that a form goes on with; a first step begins one under the key it was shown with. Raises NoDraft."""
    key = clean_text(request.form.get("draft", ""))
    found = keeping.find(current_user(), key)
    if found is None and step() == BOOK and re.fullmatch(KEY_PATTERN, key):
        return Draft(key)
    if found is None:
        raise NoDraft
    return found


def keep(draft: Draft) -> None:
    """Write the draft down and commit. Raises NoDraft where it cannot be kept."""
    try:
        keeping.keep(current_user(), draft, now=clock.now())
    except (keeping.DraftTooLarge, keeping.ForeignDraft) as error:
        db.session.rollback()
        raise NoDraft from error
    db.session.commit()


def as_it_is_by_now(draft: Draft) -> Draft:
    """The draft as another window may have left it meanwhile. Raises NoDraft where it is gone."""
    found = keeping.find(current_user(), draft.key)
    if found is None:
        raise NoDraft
    return found


def step() -> str:
    """The step whose form was sent."""
    return request.form.get("step", "")


def is_of_these_contents(draft: Draft) -> bool:
    """Whether the form was shown for the contents the draft has now: another window may have changed them."""
    return request.form.get("of", draft.contents_mark) == draft.contents_mark


def absorbed(draft: Draft) -> Draft:
    """The draft with what was typed in the step that was sent, right or wrong: going back loses nothing."""
    absorb = {BOOK: _absorb_book, CHAPTERS: _absorb_lines, SCHEDULE: _absorb_schedule}.get(step())
    if absorb:
        absorb(draft)
    return draft


def as_read(toc: str) -> list[TypedLine]:
    """The lines of a table of contents as the reader takes them. Raises TocTooLong."""
    return [TypedLine.of(line) for line in outline.read(toc)]


def read_and_typed(draft: Draft) -> list[tuple[TypedLine, TypedLine]]:
    """Each line as it was read, with what was typed into it since; none before the first reading."""
    typed = draft.typed_lines
    read = as_read(draft.toc) if typed else []
    # A newer version may read the same text otherwise.
    return list(zip(read, typed, strict=True)) if len(read) == len(typed) else []


def _absorb_book(draft: Draft) -> None:
    form = BookForm()
    draft.book = {name: form[name].data or "" for name in BOOK_FIELDS}
    text = form.toc.data or ""
    if text != draft.toc:
        draft.begin_contents(text)


def _absorb_lines(draft: Draft) -> None:
    if is_of_these_contents(draft):
        typed = typed_lines.from_form(request.form, draft.typed_lines)
        draft.typed_lines = typed_lines.pressed(request.form, typed)


def _absorb_schedule(draft: Draft) -> None:
    before = {name: draft.how.get(name) for name in DIVISION_FIELDS}
    called = draft.how.get("reading_name", ReadingName.DOKUSHOKAI)
    draft.how |= {name: clean_text(request.form[name]) for name in how_names() if name in request.form}
    _call_as_chosen(draft, called)
    draft.how |= {"keeps_past": "y" if "keeps_past" in request.form else ""}
    if is_of_these_contents(draft):
        draft.edits = by_hand.typed(draft.edits, request.form)
    if before != {name: draft.how.get(name) for name in DIVISION_FIELDS}:
        draft.edits = by_hand.of_dates(draft.edits)


def _call_as_chosen(draft: Draft, called: str) -> None:
    """Let the name that was proposed say 輪読会 where that was chosen since; a name that was typed stays."""
    book, chosen = draft.book.get("title", ""), draft.how.get("reading_name", called)
    if draft.how.get("title") == usual_plans.proposed_title(book, called):
        draft.how["title"] = usual_plans.proposed_title(book, chosen)


def how_names() -> list[str]:
    """The fields of the last step."""
    return list(HowForm(formdata=None)._fields)


def how_form(draft: Draft) -> HowForm:
    """The form of the last step, filled as typed."""
    return HowForm(formdata=MultiDict({name: text for name, text in draft.how.items() if text or name != "keeps_past"}))


def book_form(draft: Draft, **kwargs: Any) -> BookForm:
    """The form of the first step, filled as typed."""
    return BookForm(formdata=None, data={**draft.book, "toc": draft.toc}, **kwargs)


def checked_book_form(draft: Draft) -> BookForm:
    """The form of the first step as if it was sent once more, with what is wrong in it.

    A draft holds what was typed, right or wrong, so the book is looked at again before anything is made of it.
    """
    form = BookForm(formdata=MultiDict({**draft.book, "toc": draft.toc}))
    form.validate()
    return form
