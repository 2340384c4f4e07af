"""The first pool: the rota keeper says who is ready before anything was practised here."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.services import grid, queries, readying, states
from studyhub.services.models import Service
from studyhub.services.views.blueprint import bp
from studyhub.services.views.mapping import chosen
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.text.cleaning import clean_line
from studyhub.web.guards.access import keeper_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@bp.get("/pool")
@keeper_required
def edit_pool() -> str:
    """All services by the people of the team in `?team=`, to be ticked many at once."""
    offered = list(db.session.scalars(teams.teams()))
    team = chosen(offered, current_user())
    return render_template(
        "services/pool.html",
        teams=offered,
        team=team,
        grid=grid.of_all_services(team, now=clock.now()) if team else None,
        words=states,
    )


@bp.post("/pool")
@keeper_required
def update_pool() -> ResponseReturnValue:
    """Put everybody who is ticked into the pool. What is ready already stays; nobody is taken out here."""
    ticked = _ticked()
    count = 0
    for service, user_ids in ticked:
        try:
            count += len(readying.tick(service, user_ids, by=current_user(), now=clock.now()))
        except readying.ServiceGone:
            # Retired while somebody ticked: the others count.
            continue
    db.session.commit()
    said = ngettext("%(num)s tick is saved.", "%(num)s ticks are saved.", count)
    flash(said if count else _("Nothing new was ticked."), "success" if count else "notice")
    return redirect(url_for(".edit_pool", team=_team_slug()), 303)


def _ticked() -> Sequence[tuple[Service, set[int]]]:
    """What was ticked, of services that are run and people who are there; in the order in which rows are held."""
    pairs = [tuple(map(row_id, value.split("-", 1))) for value in request.form.getlist("ready") if "-" in value]
    wanted: dict[int, set[int]] = {}
    for service_id, user_id in pairs:
        if service_id is not None and user_id is not None:
            wanted.setdefault(service_id, set()).add(user_id)
    there = {person.id for person in db.session.scalars(queries.people_there())}
    run = db.session.scalars(queries.services().where(Service.id.in_(wanted)).order_by(None).order_by(Service.id)).all()
    return [(service, wanted[service.id] & there) for service in run]


def _team_slug() -> str | None:
    found = db.session.scalar(teams.teams().where(Team.slug == clean_line(request.form.get("team", ""))))
    return found.slug if found else None
