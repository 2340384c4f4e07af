"""Today's spreadsheet as a rota: first what the file says, then one press."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts.fields import written
from studyhub.db import db
from studyhub.rota import drafting
from studyhub.rota.forms import ImportForm, ImportTextForm, say_overlap
from studyhub.rota.importing import matching, reading, taking
from studyhub.rota.importing.matching import Matched
from studyhub.rota.importing.reading import Table
from studyhub.rota.importing.words import problem_words
from studyhub.rota.views.blueprint import bp
from studyhub.rota.wording import KINDS, ROLES
from studyhub.text.cleaning import clean_text
from studyhub.text.csv_files import decoded
from studyhub.text.sheets import MAX_BYTES
from studyhub.web.guards.access import keeper_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

ENDING = ".csv"


@bp.get("/import/")
@keeper_required
def new_import() -> str:
    """Ask for the file."""
    return render_template("rota/importing/new.html", form=ImportForm())


@bp.post("/import/preview")
@keeper_required
def preview_import() -> ResponseReturnValue:
    """What the file says, or everything that is unclear in it; nothing is taken over yet."""
    form = ImportForm()
    uploaded = request.files.get(form.file.name)
    data = uploaded.read(MAX_BYTES + 1) if uploaded else b""
    is_csv = uploaded is not None and (uploaded.filename or "").lower().endswith(ENDING)
    if not data or not is_csv:
        form.file.errors = [_("There is no shift in the file.") if is_csv else _("Please choose a CSV file.")]
        return render_template("rota/importing/new.html", form=form), 422
    table = reading.read_bytes(data)
    text = "" if table.problems else clean_text(decoded(data))
    return _preview(table, matching.match(table), ImportTextForm(formdata=None, text=text))


def _preview(table: Table, matched: Matched, form: ImportTextForm) -> ResponseReturnValue:
    problems = [(problem.line, problem_words(problem)) for problem in matched.problems]
    page = render_template(
        "rota/importing/preview.html",
        form=form,
        matched=matched,
        problems=problems,
        unknown_columns=table.unknown_columns,
        kinds=KINDS,
        roles=ROLES,
    )
    return page, 422 if problems or form.errors else 200


@bp.post("/import/")
@keeper_required
def create_import() -> ResponseReturnValue:
    """Take the file over as a whole; it is read again, for it was in the browser meanwhile."""
    form = ImportTextForm()
    table = reading.read_bytes((form.text.data or "").encode("utf-8", "replace"))
    names = (text for text in request.form if text.startswith("name:"))
    chosen = {name.removeprefix("name:"): row_id(request.form[name]) or 0 for name in names}
    matched = matching.match(table, chosen)
    if not form.validate_on_submit():
        return _preview(table, matched, form)
    try:
        rota = taking.take(matched, written(form.rota_name), by=current_user(), now=clock.now())
    except drafting.Overlaps as error:
        say_overlap(form.rota_name, error.args[0])
        return _preview(table, matched, form)
    except taking.NotClear:
        if matched.choices:
            form.form_errors = [_("Please choose who is meant by each name below.")]
        return _preview(table, matched, form)
    db.session.commit()
    flash(_("Taken over. Nobody is told, for people know their shifts."), "success")
    return redirect(url_for(".show", rota_id=rota.id), 303)
