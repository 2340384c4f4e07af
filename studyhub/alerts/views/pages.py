"""The review of alerts."""

from flask import render_template, request

from studyhub import clock
from studyhub.alerts import queries, rules
from studyhub.alerts.forms import DecisionForm, NameForm
from studyhub.alerts.reviewing import drawing, review
from studyhub.alerts.views.blueprint import bp
from studyhub.alerts.views.fetching import clock_of_nights
from studyhub.alerts.views.groups import decision_form
from studyhub.alerts.wording import DECISIONS, breaking
from studyhub.services import listing
from studyhub.services.models import Service
from studyhub.teams.models import Team
from studyhub.text.cleaning import clean_line
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user

PERIODS = (1, 3, 6, 12)
USUAL_PERIOD = 3
# What rings most comes first: a team with twenty minutes does not get through more.
GROUPS_SHOWN = 50
bp.add_app_template_filter(breaking)


@bp.get("/")
@member_required
def index() -> str:
    """What rang in the last months (`?months=`), of all teams or one (`?team=`), and what to begin with.

    The groups that rang most; `?all=1` shows every one.
    """
    user, now = current_user(), clock.now()
    teams = listing.running_teams()
    team = _asked_team(teams)
    months = _asked_months()
    nights = clock_of_nights()
    shown = review.review(team, nights, months=months, now=now)
    mine = queries.team_ids_of(user)
    services = queries.services_of(user)
    return render_template(
        "alerts/index.html",
        review=shown,
        lines=shown.lines if request.args.get("all") else shown.lines[:GROUPS_SHOWN],
        nights=nights,
        drawing=drawing,
        teams=teams,
        team=team,
        months=months,
        periods=PERIODS,
        decisions=DECISIONS,
        mine=mine,
        form=_first_form(shown, mine),
        nameless=[] if team else queries.nameless(),
        name_form=_name_form(services),
        can_keep=rules.can_keep(user),
    )


def _asked_team(teams: list[Team]) -> Team | None:
    slug = clean_line(request.args.get("team", ""))
    return next((team for team in teams if team.slug == slug), None)


def _asked_months() -> int:
    asked = request.args.get("months", "")
    return int(asked) if asked in {str(period) for period in PERIODS} else USUAL_PERIOD


def _first_form(shown: review.Review, mine: set[int]) -> DecisionForm | None:
    """The form of the first to begin with, where the reader decides about it."""
    first = shown.worst[0] if shown.worst else None
    return decision_form(first) if first and first.group.service.team_id in mine else None


def _name_form(services: list[Service]) -> NameForm | None:
    if not services:
        return None
    form = NameForm(formdata=None)
    form.offer(services)
    return form
