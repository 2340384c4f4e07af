"""The draft that travels through the steps of making a circle, and the fields each step adds to it."""

from typing import Any

from flask import current_app, request
from werkzeug.datastructures import MultiDict

from studyhub.circles.forms import BookForm, HowForm
from studyhub.circles.planning import drafts, outline, typed_lines
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.typed_lines import TypedLine
from studyhub.web.guards.auth import current_user

BOOK, CHAPTERS, SCHEDULE = "book", "chapters", "schedule"
BOOK_FIELDS = ("title", "authors", "publisher", "isbn", "url")
EDIT_NAMES = ("d", "m")


def sealed(draft: Draft) -> str:
    """The draft for the hidden field of a form."""
    return drafts.seal(draft, secret=_secret(), person=current_user().id)


def unsealed() -> Draft:
    """The draft that this request carries. Raises drafts.BrokenDraft."""
    return drafts.unseal(
        request.form.get("draft", ""), keys=current_app.config["STUDYHUB_SETTINGS"].keys, person=current_user().id
    )


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def step() -> str:
    """The step whose form was sent."""
    return request.form.get("step", "")


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
        draft.toc, draft.lines, draft.edits = text, [], {}


def _absorb_lines(draft: Draft) -> None:
    before = draft.typed_lines
    after = typed_lines.pressed(request.form, typed_lines.from_form(request.form, before))
    if after != before:
        draft.typed_lines, draft.edits = after, {}


def _absorb_schedule(draft: Draft) -> None:
    draft.how |= {name: request.form[name] for name in how_names() if name in request.form}
    draft.edits = {name: value for name, value in request.form.items() if _is_edit(name)}


def _is_edit(name: str) -> bool:
    return name == "planned_with" or (name[:1] in EDIT_NAMES and name[1:].isdigit())


def how_names() -> list[str]:
    """The fields of the last step."""
    return list(HowForm(formdata=None)._fields)


def how_form(draft: Draft) -> HowForm:
    """The form of the last step, filled as typed."""
    return HowForm(formdata=MultiDict(draft.how))


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
