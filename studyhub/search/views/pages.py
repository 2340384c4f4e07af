"""The search over everything a reader may see."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template, request

from studyhub import clock
from studyhub.db import db
from studyhub.handing_in import features_of
from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.search import periods, queries, results
from studyhub.search.kinds import Searched
from studyhub.search.periods import Period
from studyhub.search.views.blueprint import bp
from studyhub.teams import queries as team_queries
from studyhub.teams.models import Team
from studyhub.text.cleaning import clean_line
from studyhub.text.searching import QUERY_MAX_CHARS, words_of
from studyhub.text.wanted import Wanted
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages.paging import page_number
from studyhub.words.dates import reader_zone


@bp.get("/search")
def index() -> str:
    """What holds every word somebody typed, one kind of thing at a time."""
    user = current_user_or_none()
    typed = clean_line(request.args.get("q", ""))
    asked = typed[:QUERY_MAX_CHARS]
    circles, teams = queries.circle_choices(user), _teams(user)
    circle, team = _chosen(circles, "circle"), _chosen(teams, "team")
    period = _one_of(Period, "period") or Period.ALL
    wanted = Wanted(
        words=words_of(asked),
        circle_id=circle.id if circle else None,
        team_id=team.id if team else None,
        since=periods.began(period, now=clock.now(), zone=reader_zone()),
        team_names={one.id: one.name for one in teams},
    )
    page = page_number()
    found = results.find(user, wanted, _kinds(), kind=request.args.get("kind"), page=page) if wanted.words else None
    return render_template(
        "search/index.html",
        asked=asked,
        is_cut=len(typed) > QUERY_MAX_CHARS,
        found=found,
        circles=circles,
        teams=teams,
        periods=list(Period),
        page=page,
        confined={
            "circle": circle.slug if circle else None,
            "team": team.slug if team else None,
            "period": period if period is not Period.ALL else None,
        },
        is_inside=is_member(user),
    )


def _kinds() -> list[Searched]:
    return [kind for feature in features_of(current_app) for kind in feature.searched]


def _teams(user: User | None) -> list[Team]:
    """All teams for members; who sits with whom is nobody else's business."""
    return list(db.session.scalars(team_queries.teams())) if is_member(user) else []


def _chosen(choices: Sequence[Any], name: str) -> Any:
    """The circle or team that was chosen; what is not on offer confines nothing, like one that does not exist."""
    slug = request.args.get(name, "")
    return next((choice for choice in choices if choice.slug == slug), None)


def _one_of(choices: Any, name: str) -> Any:
    chosen = request.args.get(name, "")
    return choices(chosen) if chosen in set(choices) else None
