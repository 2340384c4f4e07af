"""Many people at once, from a CSV file: first what would happen, then one press."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import invitations
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.forms import RosterForm, RosterTextForm
from studyhub.people.rosters import roster
from studyhub.people.rosters.roster_words import problem_words
from studyhub.teams import enrolment, enrolment_plan, people_csv
from studyhub.teams.enrolment_words import obstacle_words
from studyhub.text.cleaning import clean_text
from studyhub.text.csv_files import decoded
from studyhub.text.sheets import MAX_BYTES
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.confirming import password_again
from studyhub.web.pages.mail import MailState, mail_state
from studyhub.words.saying import gettext as _

bp = Blueprint("people_import", __name__, url_prefix="/people/import")

ENDING = ".csv"


@bp.get("/")
@admin_required
def new() -> str:
    """Ask for the file."""
    return render_template("people/import.html", form=RosterForm())


@bp.post("/preview")
@admin_required
def preview() -> ResponseReturnValue:
    """What the file would do, or everything that is wrong with it; nothing is changed yet."""
    form = RosterForm()
    uploaded = request.files.get(form.file.name)
    data = uploaded.read(MAX_BYTES + 1) if uploaded else b""
    if not uploaded or not data or not _is_named_as_table(uploaded.filename):
        form.file.errors = [_("Please choose a CSV file.")]
        return render_template("people/import.html", form=form), 422
    read = roster.read_bytes(data)
    text = "" if read.problems else clean_text(decoded(data))
    says_all_teams = bool(form.says_all_teams.data)
    invite = mail_state() is not MailState.OFF
    carried = RosterTextForm(formdata=None, text=text, invite=invite, says_all_teams=says_all_teams)
    return _preview_page(read, carried)


def _is_named_as_table(filename: str | None) -> bool:
    # The name is looked at and forgotten: nothing is ever kept under it.
    return (filename or "").lower().endswith(ENDING)


def _preview_page(read: roster.Roster, form: RosterTextForm) -> ResponseReturnValue:
    says_all_teams = bool(form.says_all_teams.data)
    planned = None if read.problems else enrolment_plan.plan(read.people, says_all_teams=says_all_teams)
    problems = [(problem.line, problem_words(problem)) for problem in read.problems]
    problems += [(entry.person.line, obstacle_words(entry)) for entry in (planned.in_the_way if planned else [])]
    page = render_template(
        "people/import_preview.html",
        form=form,
        plan=None if problems else planned,
        problems=problems,
        unknown_columns=read.unknown_columns,
        mail_state=mail_state(),
    )
    return page, 422 if problems else 200


@bp.post("/")
@admin_required
@password_again
def create() -> ResponseReturnValue:
    """Take the list over as a whole; it is read again, for it was in the browser meanwhile."""
    form = RosterTextForm()
    read = roster.read_bytes((form.text.data or "").encode("utf-8", "replace"))
    if read.problems:
        return _preview_page(read, form)
    try:
        done = enrolment.enrol(
            read.people, by=current_user(), now=clock.now(), says_all_teams=bool(form.says_all_teams.data)
        )
    except enrolment.CannotTakeOver:
        db.session.rollback()
        return _preview_page(read, form)
    if form.invite.data:
        _invite([entry.person.email for entry in done.new])
    db.session.commit()
    new, changed = len(done.new), len(done.changed)
    flash(_("Taken over: %(new)s new, %(changed)s changed.", new=new, changed=changed), "success")
    if form.invite.data and new and mail_state() is not MailState.FLOWS:
        flash(_("Mail does not go out: the links to hand over stand in the list of invitations."), "notice")
    return redirect(url_for("people.index"), 303)


@bp.get("/people.csv")
@admin_required
def show_file() -> Response:
    """Everyone as a file that can be read in again."""
    return csv_answer("people.csv", people_csv.HEADINGS, people_csv.lines())


def _invite(emails: list[str]) -> None:
    for email in emails:
        if user := queries.by_email(email):
            invitations.invite_person(user, by=current_user(), key=str(current_app.secret_key), now=clock.now())
