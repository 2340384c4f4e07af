"""What the pages of the ledger are of: a person or a team, and the periods that the address asks for."""

from flask import request

from studyhub import clock
from studyhub.contributions import person_page
from studyhub.contributions.ledger import page
from studyhub.contributions.ledger.page import PersonPage, TeamPage
from studyhub.contributions.ledger.spans import Span
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import MEMBERS, User
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.web.guards.auth import current_user


def span() -> Span:
    """The periods asked for, the present ones where none are."""
    return page.shown(request.args.get("by", ""), request.args.get("until", ""), now=clock.now())


def of_person(user_id: int) -> PersonPage:
    """The page of somebody whose own page the reader may open; aborts with 404."""
    rows = people.person(user_id)
    if not current_user().is_admin:
        rows = rows.where(User.state.in_(MEMBERS) | person_page.has_taken_part())
    person: User = db.one_or_404(rows)
    return page.of_person(person, current_user(), span(), now=clock.now())


def of_team(team_id: int) -> TeamPage:
    """The page of a team; aborts with 404."""
    team: Team = db.one_or_404(teams.all_teams().where(Team.id == team_id))
    return page.of_team(team, current_user(), span(), now=clock.now())
