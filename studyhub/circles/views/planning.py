"""The first step of making a circle: a table of contents and the book it is of.

Each step has an address of its own, and what is typed is kept in a draft until the last press.
"""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.circles import queries
from studyhub.circles.forms.book import BookForm
from studyhub.circles.planning import keeping
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.views import drafting, usual_plans
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.drafting import NoDraft
from studyhub.circles.views.fetching import organized_circle
from studyhub.outgoing.services import BookService
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _


@bp.get("/circles/new")
@member_required
def new() -> str:
    """The first step: of the draft in the address, or empty."""
    draft = drafting.asked_for()
    return book_page(draft) if draft else book_page(Draft(), unfinished=keeping.unfinished(current_user()))


@bp.get("/circles/<slug>/book/new")
@member_required
def new_book(slug: str) -> str:
    """The first step of another book for a circle."""
    circle = organized_circle(slug)
    plan = queries.open_plan(circle)
    return book_page(Draft(slug=circle.slug, version=plan.version if plan else 0))


def book_services() -> tuple[BookService, ...]:
    """The services that may be asked for a book."""
    services: tuple[BookService, ...] = current_app.config["STUDYHUB_SETTINGS"].book_services
    return services


def book_page(draft: Draft, form: BookForm | None = None, **more: Any) -> str:
    """The page of the first step."""
    return render_template(
        "circles/planning/new.html",
        draft=draft,
        form=form or drafting.book_form(draft),
        can_look_up=bool(book_services()),
        **more,
    )


@bp.post("/circles/new")
@member_required
def edit_book() -> ResponseReturnValue:
    """Back to the first step; what was typed in the others is kept."""
    try:
        draft = drafting.absorbed(taken())
        drafting.keep(draft)
    except NoDraft:
        return start_again()
    return redirect(url_for(".new", draft=draft.key), 303)


def taken() -> Draft:
    """The draft of the form that was sent; that of another book has a circle from its beginning. Raises NoDraft."""
    draft = drafting.taken()
    if drafting.step() == drafting.BOOK and not draft.slug and (slug := request.form.get("slug")):
        circle = organized_circle(slug)
        draft.slug, draft.version = circle.slug, row_id(request.form.get("version", "")) or 0
        draft.how = usual_plans.how_of(circle)
    return draft


def start_again() -> ResponseReturnValue:
    """A form that belongs to no draft: the first step, with what of it can be kept."""
    flash(_("This form could not be read any more. Please start from the table of contents."), "error")
    form = BookForm() if drafting.step() == drafting.BOOK else None
    return book_page(Draft(), form), 422
