"""One's private calendars, to be subscribed to by a press: all that one goes to, and each circle's."""

from typing import NamedTuple

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.audit import trail
from studyhub.calendars import circle_addresses
from studyhub.calendars.views.blueprint import bp
from studyhub.circles import queries as circles
from studyhub.circles.models import Participation
from studyhub.circles.views.fetching import visible_circle
from studyhub.db import db
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.teams import queries as memberships
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.addresses import public_url
from studyhub.words.saying import gettext as _


class Offered(NamedTuple):
    """A private calendar: for a program to subscribe to by a press, and to copy or to open once."""

    webcal: str
    address: str


@bp.get("/calendars/")
@member_required
def index() -> str:
    """All calendars of the reader's own."""
    user = current_user()
    token = addresses.token(user, Purpose.CALENDAR, key=str(current_app.secret_key))
    mine = [(one, _of_circle(one)) for one in db.session.scalars(circle_addresses.of_person(user))]
    teams = [row.team for row in db.session.scalars(memberships.memberships_of(user))]
    return render_template(
        "calendars/index.html",
        own=_offered(f"/my/{token}/calendar.ics"),
        mine=mine,
        all_duties=_offered(f"/my/{token}/oncall.ics"),
        team_duties=[(team, _offered(f"/my/{token}/teams/{team.slug}/oncall.ics")) for team in teams],
    )


@bp.post("/circles/<slug>/calendar/renewal")
@member_required
def create_renewal(slug: str) -> ResponseReturnValue:
    """Another private address of a circle's calendar; the old one stops working at once."""
    user = current_user()
    mine = circles.participation(visible_circle(slug), user) or abort(403)
    circle_addresses.renew(mine)
    trail.record("circle_address.renewed", user, by=user, now=clock.now())
    db.session.commit()
    flash(_("Here is your new address. The old one no longer works."), "success")
    return redirect(url_for(".index") + f"#{mine.circle.slug}", 303)


@bp.app_template_global()
def circle_calendar(mine: Participation) -> Offered:
    """The private calendar of a circle, of whoever takes part in it."""
    return _of_circle(mine)


def _of_circle(mine: Participation) -> Offered:
    return _offered(circle_addresses.path(mine, key=str(current_app.secret_key)))


def _offered(path: str) -> Offered:
    address = public_url(path)
    return Offered(f"webcal:{address.partition(':')[2]}", address)
