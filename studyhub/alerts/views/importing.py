"""Alerts from a file: first what would be taken, then one press."""

import json

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.alerts.forms import ImportForm
from studyhub.alerts.incoming import importing
from studyhub.alerts.incoming.problems import NotJson, Problem, WrongShape, problem_words
from studyhub.alerts.views.blueprint import bp
from studyhub.alerts.views.fetching import keepers_only
from studyhub.db import db
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

MAX_BYTES = 2_000_000


@bp.get("/import")
@keepers_only
def new_import() -> str:
    """Ask for the file."""
    return render_template("alerts/import.html", problem="")


@bp.post("/import/preview")
@keepers_only
def preview_import() -> ResponseReturnValue:
    """What the file would bring; nothing is taken yet."""
    uploaded = request.files.get("file")
    data = uploaded.read(MAX_BYTES + 1) if uploaded else b""
    if not data:
        return _refused(_("Please choose a file."))
    # From the browser it comes back in UTF-8, whatever it was in.
    told = data.decode(json.detect_encoding(data), "replace").encode("utf-8", "replace")
    if max(len(data), len(told)) > MAX_BYTES:
        return _refused(_("The file is larger than 2 MB; please cut it."))
    return _preview(told)


def _preview(data: bytes) -> ResponseReturnValue:
    try:
        found = importing.preview(data, now=clock.now())
    except NotJson:
        return _refused(problem_words(WrongShape(Problem.NOT_JSON)))
    except WrongShape as wrong:
        return _refused(problem_words(wrong))
    form = ImportForm(formdata=None, text=data.decode())
    return render_template("alerts/import_preview.html", found=found, form=form)


@bp.post("/import")
@keepers_only
def create_import() -> ResponseReturnValue:
    """Take what was looked at; it is read again, for it was in the browser meanwhile."""
    data = (ImportForm().text.data or "").encode("utf-8", "replace")
    try:
        found = importing.take(data, by=current_user(), now=clock.now())
    except (NotJson, WrongShape):
        db.session.rollback()
        return _preview(data)
    db.session.commit()
    flash(ngettext("%(num)s new alert is taken in.", "%(num)s new alerts are taken in.", found.new), "success")
    return redirect(url_for(".index"), 303)


def _refused(problem: str) -> ResponseReturnValue:
    return render_template("alerts/import.html", problem=problem), 422
