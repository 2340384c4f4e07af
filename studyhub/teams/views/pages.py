"""Looking at teams: everyone in the organisation may."""

from datetime import date

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock, zones
from studyhub.db import db
from studyhub.meetings.attendance import teams as team_attendance
from studyhub.people import queries as people_queries
from studyhub.settings import organization
from studyhub.teams import queries, rules
from studyhub.teams.forms import TeamForm
from studyhub.teams.views.blueprint import bp
from studyhub.teams.views.fetching import team_at, team_page
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import month
from studyhub.words.saying import gettext as _


@bp.get("/")
@member_required
def index() -> str:
    """All teams."""
    return index_page(TeamForm())


def index_page(form: TeamForm) -> str:
    """All teams, with the form for a new one; closed ones for administrators."""
    can_create = rules.can_create(current_user())
    return render_template(
        "teams/index.html",
        teams=list(db.session.scalars(queries.teams())),
        closed=list(db.session.scalars(queries.closed_teams())) if can_create else [],
        counts=queries.member_counts(),
        without_team_count=people_queries.counts({"without_team": queries.without_team()})["without_team"],
        leads=queries.leads_of_all(),
        form=form,
        can_create=can_create,
    )


@bp.get("/<slug>/")
@member_required
def show(slug: str) -> ResponseReturnValue:
    """One team and where its people take part; an address it had before leads to the present one."""
    team = team_at(slug)
    if team.slug != slug:
        return redirect(url_for(".show", slug=team.slug))
    return team_page(team)


@bp.get("/<slug>/attendance")
@member_required
def show_attendance(slug: str) -> str:
    """How the team took part over the months."""
    team = team_at(slug)
    record = team_attendance.team_attendance(team, current_user(), today=_today())
    names = ["attended", "people"]
    # As on the page of the team: what its people presented is told beyond it only where the organisation wants that.
    if organization.current().shows_presentations or queries.is_in(current_user(), team):
        names.append("presented")
    bars = {name: [(month(one.first), getattr(one, name)) for one in record.months] for name in names}
    return render_template("teams/attendance.html", team=team, record=record, bars=bars)


def _today() -> date:
    return zones.in_zone(clock.now(), organization.current().time_zone).date()


@bp.get("/<slug>/attendance.csv")
@member_required
def attendance_csv(slug: str) -> Response:
    """The same by month and circle, for a spreadsheet."""
    team = team_at(slug)
    record = team_attendance.team_attendance(team, current_user(), today=_today())
    headings = [_("Month"), _("Circle"), _("Attended")]
    rows = [
        [f"{one.first:%Y-%m}", line.circle.title, str(count)]
        for line in record.circles
        for one, count in zip(record.months, line.attended, strict=True)
        if count
    ]
    months = f"{record.months[0].first:%Y-%m}-{record.months[-1].first:%Y-%m}"
    return csv_answer(f"{team.slug}-attendance-{months}.csv", headings, rows)
