"""Making a circle in three steps: paste a table of contents, answer what is doubtful in it, see the schedule. Each step
has an address of its own; what is typed is kept in a draft until the last press."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.circles import queries
from studyhub.circles.forms import BookForm
from studyhub.circles.planning import keeping
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.line_groups import counted_groups
from studyhub.circles.planning.typed_lines import Press, carried
from studyhub.circles.toc import LineKind, TocTooLong
from studyhub.circles.views import drafting, usual_plans
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.drafting import NoDraft
from studyhub.circles.views.fetching import organized_circle
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id


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


def book_page(draft: Draft, form: BookForm | None = None, **more: Any) -> str:
    """The page of the first step."""
    return render_template("circles/new.html", draft=draft, form=form or drafting.book_form(draft), **more)


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


@bp.get("/circles/new/chapters")
@member_required
def show_chapters() -> ResponseReturnValue:
    """The second step of the draft in the address."""
    draft = drafting.asked_for() or abort(404)
    return chapters_page(draft) if draft.book else redirect(url_for(".new", draft=draft.key), 303)


@bp.post("/circles/new/chapters")
@member_required
def new_chapters() -> ResponseReturnValue:
    """To the second step: every line of the table of contents."""
    try:
        draft = taken()
        answer = _read_contents(draft) if drafting.step() == drafting.BOOK else None
        drafting.keep(drafting.absorbed(draft))
    except NoDraft:
        return start_again()
    is_press = any(press in request.form for press in Press)
    return answer or redirect(
        url_for(
            ".show_chapters", draft=draft.key, many=1 if is_press else None, _anchor="groups" if is_press else None
        ),
        303,
    )


def _read_contents(draft: Draft) -> ResponseReturnValue | None:
    """Read what was pasted into the draft; the first step once more where it cannot be."""
    form = BookForm()
    is_valid = form.validate_on_submit()
    known = drafting.read_and_typed(draft)
    drafting.absorbed(draft)
    if not is_valid:
        return book_page(draft, form), 422
    draft.book["isbn"] = form.isbn.data or ""
    if not draft.lines:
        try:
            draft.typed_lines = carried(known, drafting.as_read(draft.toc))
        except TocTooLong:
            form.toc.errors = [_("This is longer than a table of contents can be: at most 2,000 lines and 100 KB.")]
            draft.toc = ""
            return book_page(draft, form), 422
    return None


def chapters_page(draft: Draft) -> str:
    """The page of the second step."""
    lines = draft.typed_lines
    return render_template(
        "circles/new_chapters.html",
        draft=draft,
        lines=lines,
        problems={index: found for index, line in enumerate(lines) if (found := line.problem())},
        kinds=list(LineKind),
        groups=counted_groups(lines),
        is_pressed="many" in request.args,
        is_empty=to_read_count(draft) == 0,
    )


def to_read_count(draft: Draft) -> int:
    """How many lines are to be read from now on."""
    return sum(line.is_ticked and not line.is_read_before for line in draft.typed_lines)


def is_readable(draft: Draft) -> bool:
    """Whether the lines make sense and something of them is left to read."""
    lines = draft.typed_lines
    return not any(line.problem() for line in lines) and (not lines or to_read_count(draft) > 0)
