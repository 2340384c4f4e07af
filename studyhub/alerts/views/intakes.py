"""Private addresses for programs, and how long alerts are kept."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.alerts import keeping
from studyhub.alerts.forms import IntakeForm, SettingsForm
from studyhub.alerts.incoming import documents, intakes
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.incoming.problems import NotJson, Problem, WrongShape, problem_words
from studyhub.alerts.models import AlertIntake
from studyhub.alerts.views.blueprint import bp
from studyhub.alerts.views.fetching import keepers_only
from studyhub.alerts.wording import KINDS
from studyhub.db import db
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

SHOWN = 5


@bp.get("/intakes/")
@keepers_only
def index_intakes() -> str:
    """All addresses, and how long alerts are kept."""
    return _index(SettingsForm(formdata=None, kept_months=keeping.kept_months()))


def _index(form: SettingsForm) -> str:
    key, root = str(current_app.secret_key), current_app.config["STUDYHUB_SETTINGS"].public_url.rstrip("/")
    rows = list(db.session.scalars(intakes.intakes()))
    addresses = {
        row.id: root + url_for(".create_firings", token=intakes.token(row, key=key))
        for row in rows
        if row.revoked_at is None
    }
    return render_template("alerts/intakes.html", intakes=rows, addresses=addresses, kinds=KINDS, form=form)


@bp.post("/settings")
@keepers_only
def update_settings() -> ResponseReturnValue:
    """Keep alerts as long as this."""
    form = SettingsForm()
    if not form.validate_on_submit():
        return _index(form), 422
    keeping.keep_for(form.kept_months.data or 0, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".index_intakes"), 303)


@bp.get("/intakes/new")
@keepers_only
def new_intake() -> str:
    """Ask who writes, and in which shape."""
    return render_template("alerts/new_intake.html", form=IntakeForm(formdata=None), read=None, problem="")


@bp.post("/intakes/preview")
@keepers_only
def preview_intake() -> ResponseReturnValue:
    """What would be read of a pasted sample; nothing is made or taken."""
    form = IntakeForm()
    if not form.validate_on_submit():
        return render_template("alerts/new_intake.html", form=form, read=None, problem=""), 422
    read, problem = _read(form)
    return render_template("alerts/new_intake.html", form=form, read=read, problem=problem), 422 if problem else 200


def _read(form: IntakeForm) -> tuple[list[Firing], str]:
    try:
        document = documents.parsed(form.sample.data or "")
        return documents.read(document, form.mapping, now=clock.now())[:SHOWN], ""
    except NotJson:
        return [], problem_words(WrongShape(Problem.NOT_JSON))
    except WrongShape as wrong:
        return [], problem_words(wrong)


@bp.post("/intakes/")
@keepers_only
def create_intake() -> ResponseReturnValue:
    """Make an address."""
    form = IntakeForm()
    if not form.validate_on_submit():
        return render_template("alerts/new_intake.html", form=form, read=None, problem=""), 422
    intakes.create(form.name.data or "", form.kind.data, form.mapping, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The address is ready. Whoever knows it can tell of alerts, and nothing else."), "success")
    return redirect(url_for(".index_intakes"), 303)


@bp.post("/intakes/<id:intake_id>/token")
@keepers_only
def update_token(intake_id: int) -> ResponseReturnValue:
    """Give an address another token."""
    intake = _open_intake(intake_id)
    intakes.rotate(intake, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The address is another one now; the old one takes nothing any more."), "success")
    return redirect(url_for(".index_intakes"), 303)


@bp.post("/intakes/<id:intake_id>/delete")
@keepers_only
def delete_intake(intake_id: int) -> ResponseReturnValue:
    """End an address for good."""
    intakes.revoke(_open_intake(intake_id), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The address takes nothing any more. What it told stays."), "success")
    return redirect(url_for(".index_intakes"), 303)


def _open_intake(intake_id: int) -> AlertIntake:
    intake = db.session.get(AlertIntake, intake_id)
    return intake if intake is not None and intake.revoked_at is None else abort(404)
