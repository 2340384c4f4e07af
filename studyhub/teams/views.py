"""Teams: everyone in the organisation sees them; administrators and leads change them."""

from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from studyhub import clock, zones
from studyhub.accounts.fields import written
from studyhub.db import db
from studyhub.meetings.attendance import teams as team_attendance
from studyhub.people import queries as people_queries
from studyhub.people.auth import current_user
from studyhub.people.models import User
from studyhub.settings import organization
from studyhub.teams import memberships, queries, rules
from studyhub.teams.forms import MemberForm, TeamForm
from studyhub.teams.models import Membership, Team
from studyhub.web.access import admin_required, member_required
from studyhub.web.converters import row_id
from studyhub.web.csv_files import csv_answer
from studyhub.web.dates import month

bp = Blueprint("teams", __name__, url_prefix="/teams")


@bp.get("/")
@member_required
def index() -> str:
    """All teams."""
    return _index_page(TeamForm())


def _index_page(form: TeamForm) -> str:
    return render_template(
        "teams/index.html",
        teams=list(db.session.scalars(queries.teams())),
        counts=queries.member_counts(),
        leads=queries.leads_of_all(),
        form=form,
        can_create=rules.can_create(current_user()),
    )


@bp.post("/")
@admin_required
def create() -> ResponseReturnValue:
    """A new team."""
    form = TeamForm()
    if not form.validate_on_submit():
        return _index_page(form), 422
    try:
        team = memberships.create_team(written(form.name), by=current_user(), now=clock.now())
    except memberships.NameTaken:
        db.session.rollback()
        form.name.errors = [_("Another team has this name.")]
        return _index_page(form), 422
    db.session.commit()
    flash(_("%(team)s is there. Now put people in it.", team=team.name), "success")
    return redirect(url_for(".show", slug=team.slug), 303)


@bp.get("/<slug>/")
@member_required
def show(slug: str) -> str:
    """One team and who is in it."""
    return _team_page(_team(slug))


@bp.get("/<slug>/attendance")
@member_required
def show_attendance(slug: str) -> str:
    """How the team took part over the months."""
    team = _team(slug)
    record = team_attendance.team_attendance(team, current_user(), today=_today())
    names = ("attended", "people", "presented")
    bars = {name: [(month(one.first), getattr(one, name)) for one in record.months] for name in names}
    return render_template("teams/attendance.html", team=team, record=record, bars=bars)


def _today() -> date:
    return zones.in_zone(clock.now(), organization.current().time_zone).date()


@bp.get("/<slug>/attendance.csv")
@member_required
def attendance_csv(slug: str) -> Response:
    """The same by month and circle, for a spreadsheet."""
    team = _team(slug)
    record = team_attendance.team_attendance(team, current_user(), today=_today())
    headings = [_("Month"), _("Circle"), _("Attended")]
    rows = [
        [f"{one.first:%Y-%m}", line.circle.title, str(count)]
        for line in record.circles
        for one, count in zip(record.months, line.attended, strict=True)
        if count
    ]
    return csv_answer(f"{team.slug}-attendance.csv", headings, rows)


def _team(slug: str) -> Team:
    team: Team = db.one_or_404(queries.by_slug(slug))
    return team


def _team_page(team: Team, form: TeamForm | None = None) -> str:
    user = current_user()
    rows = list(db.session.scalars(queries.members_of(team)))
    can_manage = rules.can_manage_members(user, is_lead=queries.is_lead(user, team))
    return render_template(
        "teams/show.html",
        team=team,
        rows=rows,
        can_manage=can_manage,
        can_rename=rules.can_create(user),
        member_form=_member_form(rows) if can_manage else None,
        form=form or TeamForm(obj=team),
    )


def _member_form(rows: list[Membership]) -> MemberForm:
    inside = {row.user_id for row in rows}
    people = db.session.scalars(people_queries.members()).all()
    return MemberForm(people=[(person.id, person.name) for person in people if person.id not in inside])


@bp.post("/<slug>/")
@admin_required
def update(slug: str) -> ResponseReturnValue:
    """Another name."""
    team, form = _team(slug), TeamForm()
    if not form.validate_on_submit():
        return _team_page(team, form), 422
    try:
        memberships.rename_team(team, written(form.name), by=current_user(), now=clock.now())
    except memberships.NameTaken:
        form.name.errors = [_("Another team has this name.")]
        return _team_page(team, form), 422
    db.session.commit()
    flash(_("The name is saved."), "success")
    return redirect(url_for(".show", slug=slug), 303)


def _managed_team(slug: str) -> Team:
    """The team, if the person signed in may say who is in it."""
    team, user = _team(slug), current_user()
    if not rules.can_manage_members(user, is_lead=queries.is_lead(user, team)):
        abort(403)
    return team


def _member(user_id: int | None) -> User:
    person: User = db.one_or_404(people_queries.members().where(User.id == user_id))
    return person


@bp.post("/<slug>/members")
@member_required
def create_membership(slug: str) -> ResponseReturnValue:
    """Put somebody in the team."""
    team = _managed_team(slug)
    person = _member(row_id(request.form.get("user_id")))
    memberships.add_member(team, person, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(name)s is in the team.", name=person.name), "success")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/members/<id:user_id>/delete")
@member_required
def delete_membership(slug: str, user_id: int) -> ResponseReturnValue:
    """Take somebody out of the team."""
    team = _managed_team(slug)
    person: User = db.one_or_404(select(User).where(User.id == user_id))
    memberships.remove_member(team, person, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(name)s is no longer in the team.", name=person.name), "success")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/members/<id:user_id>/lead")
@member_required
def update_lead(slug: str, user_id: int) -> ResponseReturnValue:
    """Name a member a lead, or end that."""
    team, person = _managed_team(slug), _member(user_id)
    is_lead = request.form.get("is_lead") == "yes"
    memberships.name_lead(team, person, is_lead=is_lead, by=current_user(), now=clock.now())
    db.session.commit()
    said = _("%(name)s leads the team.") if is_lead else _("%(name)s no longer leads the team.")
    flash(said % {"name": person.name}, "success")
    return redirect(url_for(".show", slug=slug), 303)
