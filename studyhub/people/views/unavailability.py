"""A person's own days away: noted once, for chapters and shifts alike."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.days import grid as day_grid
from studyhub.people.days import unavailability
from studyhub.people.forms import WEEKDAYS, UnavailabilityForm
from studyhub.people.models import Unavailability
from studyhub.people.views.profile import bp
from studyhub.rota import queries as rotas
from studyhub.rota.away import duties_away
from studyhub.web.guards.access import login_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.days import days_sent
from studyhub.words.saying import gettext as _


@bp.get("/unavailability")
@login_required
def show_unavailability() -> str:
    """Days on which I take nothing on, or rather not."""
    return _page(UnavailabilityForm())


def _page(form: UnavailabilityForm) -> str:
    now = clock.now()
    today = rotas.today(now)
    mine = list(db.session.scalars(queries.unavailabilities(current_user())))
    return render_template(
        "profile/unavailability.html",
        form=form,
        periods=[one for one in mine if one.ends_on >= today],
        over=[one for one in reversed(mine) if one.ends_on < today],
        weekdays=WEEKDAYS,
        on_duty=duties_away(current_user(), mine, now=now),
    )


@bp.post("/unavailability")
@login_required
def create_unavailability() -> ResponseReturnValue:
    """Note days on which I take nothing on, or rather not."""
    form = UnavailabilityForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        unavailability.note(current_user(), form.said())
    except unavailability.NoSuchDay:
        form.weekday.errors = [_("There is no such day between the first and the last.")]
        return _page(form), 422
    except unavailability.NotedOtherwise as error:
        form.refuse_other_reason(error.args[0])
        return _page(form), 422
    db.session.commit()
    rather_not = _("Noted. Others are asked first on these days.")
    flash(rather_not if form.is_rather_not.data else _("Noted. Nothing is suggested to you on these days."), "success")
    return redirect(url_for(".show_unavailability"), 303)


@bp.post("/unavailability/<id:period_id>/delete")
@login_required
def delete_unavailability(period_id: int) -> ResponseReturnValue:
    """Be available again; one press notes the days once more."""
    period: Unavailability = db.one_or_404(queries.own_unavailability(current_user(), period_id))
    way_back: Any = {
        "message": _("You are available again on these days."),
        "url": url_for(".create_unavailability"),
        "label": _("Undo"),
        "fields": _fields(period),
    }
    unavailability.remove(period)
    db.session.commit()
    flash(way_back, "undo")
    return redirect(url_for(".show_unavailability"), 303)


@bp.get("/unavailability/days")
@login_required
def show_days() -> str:
    """Three months of days to tap."""
    span = day_grid.span(request.args.get("month", ""), today=rotas.today(clock.now()))
    mine = list(db.session.scalars(queries.unavailabilities(current_user())))
    months = day_grid.months(mine, span.first, span.last)
    on_duty = duties_away(current_user(), mine, now=clock.now())
    return render_template("profile/days.html", span=span, months=months, on_duty=on_duty)


@bp.post("/unavailability/days")
@login_required
def update_days() -> ResponseReturnValue:
    """Let the days that were tapped be those of these months, and go on to others where that was pressed."""
    name = request.form.get("month", "")
    span = day_grid.span(name, today=rotas.today(clock.now()))
    if span.name != name:
        # Without the name of its first month nobody can know which days were left untapped, and are to be free.
        abort(400)
    whole, evenings = (days_sent(request.form.getlist(name)) for name in ("whole", "evening"))
    unavailability.tap(current_user(), span.first, span.last, whole=whole, evenings=evenings)
    db.session.commit()
    flash(_("Your days are noted."), "success")
    then = request.form.get("then", "")
    if then and day_grid.span(then, today=rotas.today(clock.now())).name == then:
        return redirect(url_for(".show_days", month=then, _anchor="days"), 303)
    return redirect(url_for(".show_days", month=span.name), 303)


def _fields(period: Unavailability) -> list[tuple[str, str]]:
    fields = [("starts_on", period.starts_on.isoformat()), ("ends_on", period.ends_on.isoformat())]
    fields += [("part", period.part.value), ("reason", period.reason)]
    if period.weekday is not None:
        fields.append(("weekday", str(period.weekday)))
    return [*fields, ("is_rather_not", "y")] if period.is_rather_not else fields
