"""The second step of making a circle: what is doubtful in the table of contents is asked, all else is text."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.circles.forms.book import BookForm
from studyhub.circles.planning import outline, shown_lines
from studyhub.circles.planning.doubts import doubts
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.line_groups import counted_groups
from studyhub.circles.planning.typed_lines import Press, TypedLine, carried
from studyhub.circles.toc import LineKind, TocTooLong
from studyhub.circles.toc.lines import WORD
from studyhub.circles.views import drafting, planning
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.drafting import NoDraft
from studyhub.web.guards.access import member_required
from studyhub.words.saying import gettext as _

# As many lines as one looks through; the rest opens by a press.
LINES_SHOWN = 40
SETTLED_MAX = 500
EVERY_LINE = "all"


@bp.get("/circles/new/chapters")
@member_required
def show_chapters() -> ResponseReturnValue:
    """The second step of the draft in the address; `edit` names the lines whose details are open."""
    draft = drafting.asked_for() or abort(404)
    return chapters_page(draft) if draft.book else redirect(url_for(".new", draft=draft.key), 303)


@bp.post("/circles/new/chapters")
@member_required
def new_chapters() -> ResponseReturnValue:
    """To the second step: from the first, back from the last, or after an answer in it."""
    try:
        draft = planning.taken()
        refused = _read_contents(draft) if drafting.step() == drafting.BOOK else None
        drafting.absorbed(draft)
        _answer(draft)
        drafting.keep(draft)
    except NoDraft:
        return planning.start_again()
    return refused or redirect(_place(draft), 303)


def _place(draft: Draft) -> str:
    """The address to go on at."""
    line = request.form.get("edit", "")
    if line.isdigit():
        return url_for(".show_chapters", draft=draft.key, edit=line, _anchor=f"line-{line}")
    if any(press in request.form for press in Press):
        return url_for(".show_chapters", draft=draft.key, many=1, _anchor="groups")
    return url_for(".show_chapters", draft=draft.key)


def _answer(draft: Draft) -> None:
    """Do what was answered to a doubt, or choose what is read at a time."""
    lines = draft.typed_lines
    if (key := request.form.get("keep")) and key in {doubt.key for doubt in doubts(lines)}:
        draft.settled = [*draft.settled, key][-SETTLED_MAX:]
    if index := request.form.get("swap"):
        found = next((doubt for doubt in doubts(lines) if str(doubt.index) == index), None)
        if found:
            lines[found.index] = replace(found.line, page=found.before.page)
            lines[found.before_index] = replace(found.before, page=found.line.page)
            draft.typed_lines = lines
    if index := request.form.get("read"):
        draft.typed_lines = [_read(line) if str(place) == index else line for place, line in enumerate(lines)]
    if (unit := request.form.get("unit")) in shown_lines.UNITS:
        members = shown_lines.of_unit(lines, unit)
        draft.typed_lines = [replace(line, is_ticked=place in members) for place, line in enumerate(lines)]


def _read(line: TypedLine) -> TypedLine:
    return replace(line, kind=LineKind.CHAPTER.value, is_ticked=True)


def _read_contents(draft: Draft) -> ResponseReturnValue | None:
    """Read what was pasted into the draft; the first step once more where it cannot be."""
    form = BookForm()
    is_valid = form.validate_on_submit()
    known = drafting.read_and_typed(draft)
    drafting.absorbed(draft)
    if not is_valid:
        return planning.book_page(draft, form), 422
    draft.book["isbn"] = form.isbn.data or ""
    try:
        read = drafting.as_read(draft.toc)
    except TocTooLong:
        form.toc.errors = [_("This is longer than a table of contents can be: at most 2,000 lines and 100 KB.")]
        draft.toc = ""
        return planning.book_page(draft, form), 422
    if not any(WORD.search(line.title) for line in read):
        form.toc.errors = [_("Not one line could be read. Please paste a line for each chapter.")]
        return planning.book_page(draft, form), 422
    if not draft.lines:
        draft.typed_lines = carried(known, read)
    return None


def chapters_page(draft: Draft) -> str:
    """The page of the second step."""
    lines = draft.typed_lines
    problems = {index: found for index, line in enumerate(lines) if (found := line.problem())}
    opened = {*problems, *_opened(lines)}
    shown = shown_lines.with_boxes(lines, opened)
    return render_template(
        "circles/planning/new_chapters.html",
        draft=draft,
        lines=lines,
        shown=shown,
        shown_indexes={one.index for one in shown},
        lines_shown=LINES_SHOWN,
        opened=opened,
        problems=problems,
        doubts=doubts(lines, draft.settled),
        units=shown_lines.units(lines),
        kinds=list(LineKind),
        groups=counted_groups(lines),
        is_pressed="many" in request.args,
        is_empty=to_read_count(draft) == 0,
        to_read=to_read_count(draft),
        pages=_pages(lines) if not problems else 0,
    )


def _opened(lines: list[TypedLine]) -> set[int]:
    asked = request.args.getlist("edit")
    if EVERY_LINE in asked:
        return set(range(len(lines)))
    return {index for index in range(len(lines)) if str(index) in asked}


def _pages(lines: list[TypedLine]) -> int:
    """The pages that are to be read, as far as the book tells."""
    return sum(chapter.pages or 0 for chapter in outline.to_read([line.outlined() for line in lines]))


def to_read_count(draft: Draft) -> int:
    """How many lines are to be read from now on."""
    return sum(line.is_ticked and not line.is_read_before for line in draft.typed_lines)


def is_readable(draft: Draft) -> bool:
    """Whether the lines make sense and something of them is left to read."""
    lines = draft.typed_lines
    return not any(line.problem() for line in lines) and (not lines or to_read_count(draft) > 0)
