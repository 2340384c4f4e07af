"""The lists: what is to do in a circle and what was decided in it, and what one has to do oneself."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for

from studyhub import clock
from studyhub.actions import listing, queries, rules
from studyhub.actions.forms import LineForm
from studyhub.actions.listing import Shown
from studyhub.actions.views.blueprint import bp
from studyhub.actions.views.fetching import require_part
from studyhub.actions.views.keeping import keep_line
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.circles.views.fetching import visible_circle
from studyhub.db import db
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.paging import page_number


@bp.get("/circles/<slug>/actions/")
@member_required
def index(slug: str) -> Any:
    """Everything to do in a circle, done or open, and what was decided."""
    return _index(visible_circle(slug), LineForm(formdata=None))


def _index(circle: Circle, form: LineForm) -> str:
    wanted = request.args.get("show", "")
    shown = Shown(wanted) if wanted in set(Shown) else Shown.OPEN
    mine = circles.participation(circle, current_user())
    return render_template(
        "actions/index.html",
        circle=circle,
        page=listing.page(circle, current_user(), shown, page_number()),
        shown=shown,
        form=form,
        can_keep=rules.can_keep(mine),
        today=listing.today(circle, clock.now()),
    )


@bp.post("/circles/<slug>/actions/")
@member_required
def create(slug: str) -> Any:
    """Keep one more line."""
    circle = visible_circle(slug)
    require_part(circle)
    form = LineForm()
    if not form.validate():
        return _index(circle, form), 422
    keep_line(circle, None, None, form)
    db.session.commit()
    return redirect(url_for("actions.index", slug=slug), 303)


@bp.app_template_filter()
def day_in(moment: datetime, zone: str) -> date:
    """The day of a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


@bp.get("/actions/")
@member_required
def index_mine() -> Any:
    """All that one has to do, in all circles one is in."""
    return render_template("actions/index_mine.html", actions=queries.open_actions_of(current_user()))
