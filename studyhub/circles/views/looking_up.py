"""The first step of a circle, filled from an ISBN: what was typed is replaced by a press alone."""

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.audit import trail
from studyhub.circles.forms.book import BookForm
from studyhub.circles.isbn import normal_isbn
from studyhub.circles.lookup import looking_up
from studyhub.circles.lookup.books import FoundBook
from studyhub.circles.lookup.looking_up import Failure, NotFound
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.views import drafting, planning
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.drafting import NoDraft
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.post("/circles/new/lookup")
@member_required
def create_lookup() -> ResponseReturnValue:
    """Look the book up, or take one field of what was found."""
    if not planning.book_services():
        abort(404)
    try:
        draft = drafting.absorbed(planning.taken())
        if (field := request.form.get("take")) in draft.found:
            _put(draft, str(field))
            del draft.found[str(field)]
            drafting.keep(draft)
        elif isbn := normal_isbn(draft.book.get("isbn", "")):
            _look_up(draft, isbn)
        else:
            form = BookForm()
            form.isbn.errors = [_("This is no ISBN: please check its digits.")]
            drafting.keep(draft)
            return planning.book_page(draft, form), 422
    except NoDraft:
        return planning.start_again()
    return redirect(url_for(".new", draft=draft.key), 303)


def _look_up(draft: Draft, isbn: str) -> None:
    # Counted, and committed before the service is asked: it may take seconds.
    trail.record("book.looked_up", current_user(), by=current_user(), now=clock.now())
    drafting.keep(draft)
    try:
        hosts = current_app.config["STUDYHUB_SETTINGS"].internal_hosts
        book = looking_up.look_up(isbn, planning.book_services(), internal=hosts)
    except NotFound as error:
        flash(_reason(error.failure), "error")
        return
    # What was typed meanwhile, in another window, stays.
    draft = drafting.as_it_is_by_now(draft)
    _fill(draft, book)
    drafting.keep(draft)
    _say(has_contents=bool(book.toc))


def _fill(draft: Draft, book: FoundBook) -> None:
    """Put what was found where nothing is, and keep the rest to choose from."""
    told = {"title": book.title, "authors": book.authors, "publisher": book.publisher, "toc": book.toc}
    draft.found = {name: text for name, text in told.items() if text}
    empty = [name for name in draft.found if not _typed(draft, name).strip()]
    for name in empty:
        _put(draft, name)
    draft.found = {name: text for name, text in draft.found.items() if text != _typed(draft, name)}


def _say(*, has_contents: bool) -> None:
    if has_contents:
        flash(_("The book was found, and what was empty is filled."), "success")
    else:
        flash(_("The book was found, without its contents. Please paste them."), "success")


def _reason(failure: Failure) -> str:
    sentences = {
        Failure.UNKNOWN: _("No book with this ISBN was found. What you typed stays as it is."),
        Failure.AWAY: _("The service that knows books cannot be reached. Please try later, or type it yourself."),
        Failure.SLOW: _("The service that knows books takes too long. Please try later, or type it yourself."),
        Failure.NONSENSE: _("The service that knows books gave no answer that makes sense. Please type it yourself."),
    }
    return str(sentences[failure])


def _typed(draft: Draft, name: str) -> str:
    return draft.toc if name == "toc" else draft.book.get(name, "")


def _put(draft: Draft, name: str) -> None:
    text = draft.found[name]
    if name == "toc":
        draft.begin_contents(text)
    else:
        draft.book[name] = text
