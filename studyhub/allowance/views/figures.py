"""Figures of a year: one's own first, then everybody's sums."""

import re

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock, zones
from studyhub.allowance import figures_page, showing
from studyhub.allowance.figures import Figures
from studyhub.allowance.views.blueprint import bp
from studyhub.allowance.wording import decimal
from studyhub.db import db
from studyhub.rota import queries
from studyhub.rota.wording import KINDS, ROLES, reason_of
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import member_required, rota_setter_required
from studyhub.web.guards.auth import current_user
from studyhub.words import dates
from studyhub.words.saying import gettext as _

bp.add_app_template_filter(decimal)
bp.add_app_template_filter(reason_of)


@bp.get("/figures/")
@member_required
def show_figures() -> str:
    """What the reader served in the year of `?year=`, and the sums of all."""
    user = current_user()
    page = figures_page.page(user, _year(), now=clock.now())
    return render_template(
        "allowance/figures.html",
        page=page,
        bars=[(dates.month(first), one.count) for first, one in page.mine],
        by_name=queries.rules().figures_by_name,
        me=user,
        sets_rules=user.is_rota_keeper or user.is_admin,
        kinds=KINDS,
        roles=ROLES,
    )


def _year() -> int:
    """The year asked for; the present one for everything that is none."""
    asked = request.args.get("year", "")
    is_year = re.fullmatch("[0-9]{4}", asked) and zones.EARLIEST_DAY.year <= int(asked) < zones.LATEST_DAY.year
    return int(asked) if is_year else figures_page.this_year(clock.now())


@bp.get("/figures.csv")
@member_required
def figures_csv() -> Response:
    """The sums by month, for a spreadsheet."""
    user, year = current_user(), _year()
    who = [_("Person"), _("Team")] if figures_page.shows_names(user) else [_("Team")]
    shifts = [_("Nights"), _("Days off"), _("Special days")]
    counted = [_("Hours"), *shifts, _("Points"), _("Credited"), _("Given"), _("Taken over")]
    rows = []
    for month, line in figures_page.lines(user, year, now=clock.now()):
        names = [line.person.name, line.team] if line.person else [line.team]
        rows.append([f"{month:%Y-%m}", *names, *_cells(line.figures)])
    return csv_answer(f"oncall-{year}.csv", [_("Month"), *who, *counted], rows)


def _cells(figures: Figures) -> list[str]:
    counts = (figures.nights, figures.days_off, figures.special_days)
    numbers = (*counts, figures.points, figures.credited, figures.given, figures.taken)
    return [f"{figures.hours:.2f}", *map(decimal, numbers)]


@bp.post("/figures/")
@rota_setter_required
def update_figures() -> ResponseReturnValue:
    """Show everybody's sums by name, or those of teams alone."""
    showing.show_names(request.form.get("by_name") == "yes", by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".show_figures"), 303)
