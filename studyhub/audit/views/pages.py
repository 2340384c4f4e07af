"""Who did what: all of it for administrators, a circle's for its organisers."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.audit import queries, subjects
from studyhub.audit.views import handed_in
from studyhub.audit.views.blueprint import bp
from studyhub.audit.views.searching import search_form, wanted
from studyhub.audit.words import event_words
from studyhub.circles.models import Circle
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.web.guards.access import admin_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.paging import page_number

PAGE_ROWS = 50
ASKED = ("person", "action", "first_day", "last_day")


@bp.get("/audit/")
@admin_required
def index() -> ResponseReturnValue:
    """Everything that was decided in the organisation."""
    return _page(None)


@bp.get("/circles/<slug>/audit")
@member_required
def show_circle(slug: str) -> ResponseReturnValue:
    """What was decided in one circle."""
    return _page(organized_circle(slug))


def _page(circle: Circle | None) -> ResponseReturnValue:
    form, page = search_form(circle), page_number()
    is_valid = form.validate()
    found = list(db.session.scalars(_of_page(form, circle, page))) if is_valid else []
    known = subjects.known_to(current_user(), found[:PAGE_ROWS], handed_in.kinds())
    actions = handed_in.actions()
    rows = [(event, event_words(event, actions), known.subjects(event)) for event in found[:PAGE_ROWS]]
    links = _links(circle, page, has_next=len(found) > PAGE_ROWS)
    status = 200 if is_valid else 422
    return render_template("audit/index.html", form=form, circle=circle, rows=rows, page=page, **links), status


def _of_page(form: Any, circle: Circle | None, page: int) -> Any:
    return queries.events(wanted(form, circle)).offset((page - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1)


def _links(circle: Circle | None, page: int, *, has_next: bool) -> dict[str, str | None]:
    """Addresses of the pages before and after, and of the file, with the same search."""
    asked: dict[str, Any] = {name: request.args[name] for name in ASKED if request.args.get(name)}
    here: dict[str, Any] = {"slug": circle.slug} if circle else {}
    pages, file = (".show_circle", ".show_circle_file") if circle else (".index", ".show_file")
    return {
        "previous_url": url_for(pages, page=page - 1, **here, **asked) if page > 1 else None,
        "next_url": url_for(pages, page=page + 1, **here, **asked) if has_next else None,
        "file_url": url_for(file, **here, **asked),
        "all_url": url_for(pages, **here) if asked else None,
    }
