"""The organisation's settings, for administrators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts.fields import written
from studyhub.db import db
from studyhub.meetings import closed_out
from studyhub.people import queries as people_queries
from studyhub.settings import closed_days, organization
from studyhub.settings.forms import ClosedDayForm, SettingsForm
from studyhub.settings.models import FEED_ITEMS_MAX, STALE_MONTHS, ClosedDay, Registration
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.confirming import password_again
from studyhub.web.pages.mail import mail_state
from studyhub.words.saying import gettext as _

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("/")
@admin_required
def edit() -> str:
    """All settings on one page."""
    found = organization.current()
    form = SettingsForm(obj=found, domains=" ".join(found.domains.split()))
    form.registration.data = found.registration.value
    return _page(form)


def _page(form: SettingsForm) -> str:
    return render_template(
        "settings/edit.html",
        form=form,
        mail_state=mail_state(),
        editors=list(db.session.scalars(people_queries.editors())),
        administrators=list(db.session.scalars(people_queries.administrators())),
        closed_count=len(organization.closed_days()),
    )


@bp.post("/")
@admin_required
@password_again
def update() -> ResponseReturnValue:
    """Keep what was set."""
    form = SettingsForm()
    if not form.validate_on_submit():
        return _page(form), 422
    said = organization.Said(
        name=written(form.name),
        registration=Registration(form.registration.data),
        domains=" ".join(form.domain_list()),
        language=form.language.data,
        time_zone=form.time_zone.data,
        feed_items=form.feed_items.data or FEED_ITEMS_MAX,
        shows_presentations=form.shows_presentations.data,
        stale_months=form.stale_months.data or STALE_MONTHS,
    )
    organization.update(organization.current(), said, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The settings are saved."), "success")
    return redirect(url_for(".edit"), 303)


@bp.get("/closed-days/")
@admin_required
def show_closed_days() -> str:
    """Days on which the whole organisation is closed."""
    return _closed_days_page(ClosedDayForm())


def _closed_days_page(form: ClosedDayForm) -> str:
    closed = organization.closed_days()
    return render_template(
        "settings/closed_days.html",
        form=form,
        closed_days=closed,
        planned=closed_out.on_closed_days(closed, current_user(), clock.now()),
    )


@bp.post("/closed-days/")
@admin_required
def create_closed_day() -> ResponseReturnValue:
    """Close the organisation on some days."""
    form = ClosedDayForm()
    if not form.validate_on_submit() or form.starts_on.data is None or form.ends_on.data is None:
        return _closed_days_page(form), 422
    closed_days.add(
        written(form.day_name),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        is_special=form.is_special.data,
        by=current_user(),
        now=clock.now(),
    )
    db.session.commit()
    flash(_("Noted. New plans keep these days free; what is planned already stays."), "success")
    return redirect(url_for(".show_closed_days"), 303)


@bp.post("/closed-days/<id:closed_day_id>/delete")
@admin_required
def delete_closed_day(closed_day_id: int) -> ResponseReturnValue:
    """Work on these days after all."""
    closed: ClosedDay = db.one_or_404(closed_days.one(closed_day_id))
    closed_days.remove(closed, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(name)s is no longer a closed day.", name=closed.name), "success")
    return redirect(url_for(".show_closed_days"), 303)
