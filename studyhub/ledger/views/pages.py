"""What somebody did for others, and what a team did, by months, quarters or years."""

from typing import Any

from flask import render_template

from studyhub import clock
from studyhub.allowance.wording import decimal
from studyhub.contributions.ledger import page
from studyhub.contributions.ledger.coming import coming
from studyhub.contributions.ledger.page import PersonPage
from studyhub.contributions.ledger.spans import By, Span
from studyhub.contributions.ledger.tallies import SHIFTS, TRAINING, What
from studyhub.home import latest
from studyhub.ledger.views import fetching
from studyhub.ledger.views.blueprint import bp
from studyhub.ledger.views.wording import BY, GROUPS, SERIES, WORDS, below_bar, period
from studyhub.rota import queries as rota
from studyhub.rota.wording import ROLES, SHORT_KINDS
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

bp.add_app_template_filter(decimal)


@bp.get("/")
@member_required
def show_own() -> str:
    """What the reader carried: theirs alone, with what is coming, what came back and what it was used for."""
    return _rendered(fetching.of_person(current_user().id))


@bp.get("/people/<id:user_id>")
@member_required
def show_person(user_id: int) -> str:
    """What somebody gave, as far as the organisation shows it."""
    return _rendered(fetching.of_person(user_id))


def _rendered(shown: PersonPage) -> str:
    return render_template(
        "ledger/show.html",
        page=shown,
        roles=ROLES,
        **_ahead(shown),
        first_figures=_first(shown),
        told_to_all=organization.current().shows_presentations,
        served_by_name=rota.rules().figures_by_name,
        **_of(shown.span),
    )


def _ahead(shown: PersonPage) -> dict[str, Any]:
    """What is coming for the reader, beside their own figures of the present; nobody else reads it here."""
    if not shown.is_own or shown.following:
        return {"coming": None, "next_meeting": None}
    now = clock.now()
    return {"coming": coming(shown.person, now=now), "next_meeting": latest.my_meetings(shown.person, now=now).next}


@bp.get("/teams/<id:team_id>")
@member_required
def show_team(team_id: int) -> str:
    """What a team did together; person by person for its leads and those who organise for it."""
    shown = fetching.of_team(team_id)
    return render_template("ledger/team.html", page=shown, **_of(shown.span))


def _of(span: Span) -> dict[str, Any]:
    return {
        "by": BY,
        "words": WORDS,
        "groups": GROUPS,
        "series": SERIES,
        "kinds": SHORT_KINDS,
        "period": lambda first: period(span.by, first),
        "below_bar": lambda first: below_bar(span.by, first),
        "before": page.before(span),
        "is_year": span.by is By.MONTH,
    }


def _first(shown: PersonPage) -> list[tuple[str, str]]:
    """The five figures that a page begins with, as far as the reader sees them."""
    figures = [
        (_("Chapters given"), (What.PRESENTED,)),
        (_("Notes as scribe"), (What.SCRIBED,)),
        (_("Training"), TRAINING),
        (_("Nights and days off"), SHIFTS),
        (_("Points on call"), (What.POINTS,)),
    ]
    return [(label, decimal(shown.tally.sum(*kinds))) for label, kinds in figures if set(kinds) & set(shown.sees.kinds)]
