"""The search over everything a reader may see."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request

from studyhub import clock
from studyhub.db import db
from studyhub.people.auth import current_user_or_none
from studyhub.people.models import User
from studyhub.search import periods, queries, results
from studyhub.search.periods import Period
from studyhub.search.queries import Wanted
from studyhub.search.results import Kind
from studyhub.search.views.blueprint import bp
from studyhub.teams import queries as team_queries
from studyhub.teams.models import Team
from studyhub.text.cleaning import clean_line
from studyhub.text.searching import QUERY_MAX_CHARS, words_of
from studyhub.web.dates import reader_zone
from studyhub.web.paging import page_number


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
    )
    page = page_number()
    found = results.find(user, wanted, kind=_one_of(Kind, "kind"), page=page, teams=teams) if wanted.words else None
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
        is_inside=user is not None and user.is_member,
    )


def _teams(user: User | None) -> list[Team]:
    """All teams for members; who sits with whom is nobody else's business."""
    return list(db.session.scalars(team_queries.teams())) if user is not None and user.is_member else []


def _chosen(choices: Sequence[Any], name: str) -> Any:
    """The circle or team that was chosen; what is not on offer confines nothing, like one that does not exist."""
    slug = request.args.get(name, "")
    return next((choice for choice in choices if choice.slug == slug), None)


def _one_of(choices: Any, name: str) -> Any:
    chosen = request.args.get(name, "")
    return choices(chosen) if chosen in set(choices) else None
