"""Months of the allowance: looked at, closed, corrected, and handed on as files."""

import re
from collections.abc import Sequence
from datetime import date

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts.fields import written
from studyhub.allowance import closing, month_page, queries
from studyhub.allowance.forms import CorrectionForm, ProposedForm
from studyhub.allowance.models import AllowanceMonth
from studyhub.allowance.month_page import Line, Page
from studyhub.allowance.views.blueprint import bp
from studyhub.db import db
from studyhub.rota.wording import KINDS, ROLES
from studyhub.teams.models import Team
from studyhub.text.csv_files import local_time
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import keeper_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@bp.get("/allowance/")
@member_required
def index() -> str:
    """All months, the present one first."""
    return render_template("allowance/index.html", months=month_page.months(now=clock.now()))


@bp.get("/allowance/<month>/")
@member_required
def show(month: str) -> str:
    """What counts in a month for oneself, for the teams one leads, for all as the keeper."""
    page = _page(month)
    form = CorrectionForm(page, formdata=None) if page.shifts else None
    return _rendered(page, form, ProposedForm(formdata=None))


def _rendered(page: Page, form: CorrectionForm | None, proposed: ProposedForm) -> str:
    user = current_user()
    return render_template(
        "allowance/show.html", page=page, form=form, proposed=proposed, me=user, kinds=KINDS, roles=ROLES
    )


def _page(month: str) -> Page:
    return month_page.page(_first(month), current_user(), now=clock.now())


def _first(month: str) -> date:
    """The first day of a month such as 2026-12. Aborts with 404 for everything else."""
    if not re.fullmatch("20[0-9][0-9]-(0[1-9]|1[0-2])", month):
        abort(404)
    return date(int(month[:4]), int(month[5:]), 1)


@bp.post("/allowance/<month>/closing")
@keeper_required
def create_closing(month: str) -> ResponseReturnValue:
    """Close a month that is over."""
    try:
        closing.close(_first(month), by=current_user(), now=clock.now())
    except closing.NotOver:
        flash(_("The month is not over yet."), "error")
    except closing.AlreadyClosed:
        flash(_("The month was closed already."), "notice")
    except closing.NothingServed:
        flash(_("Nobody served in this month: there is nothing to close."), "notice")
    else:
        db.session.commit()
        flash(_("The month is closed. What changes from now on is a correction."), "success")
    db.session.rollback()
    return _back(month)


@bp.post("/allowance/<month>/proposed")
@keeper_required
def create_proposed(month: str) -> ResponseReturnValue:
    """Enter as corrections what swaps changed since the month was closed."""
    closed, form = _closed(month), ProposedForm()
    if not form.validate():
        page = _page(month)
        return _rendered(page, CorrectionForm(page, formdata=None), form), 422
    try:
        rows = closing.correct_as_proposed(closed, written(form.why), by=current_user(), now=clock.now())
    except closing.NothingDiffers:
        flash(_("Nothing differs from what was served."), "notice")
    else:
        db.session.commit()
        flash(ngettext("%(num)s correction entered.", "%(num)s corrections entered.", len(rows)), "success")
    return _back(month)


@bp.post("/allowance/<month>/corrections")
@keeper_required
def create_correction(month: str) -> ResponseReturnValue:
    """Enter one correction by hand."""
    closed, page = _closed(month), _page(month)
    form = CorrectionForm(page)
    if not form.validate():
        return _rendered(page, form, ProposedForm(formdata=None)), 422
    try:
        closing.correct_by_hand(closed, form.said(), written(form.reason), by=current_user(), now=clock.now())
    except closing.OutsideShift:
        return _refused(page, form, _("These hours are not of this shift in this month."))
    except closing.NotCounted:
        return _refused(page, form, _("These hours do not count for this person: there is nothing to take back."))
    except closing.AlreadyCounted:
        return _refused(page, form, _("These hours count for this person already."))
    db.session.commit()
    flash(ngettext("%(num)s correction entered.", "%(num)s corrections entered.", 1), "success")
    return _back(month)


def _refused(page: Page, form: CorrectionForm, problem: str) -> ResponseReturnValue:
    form.starts_at.errors = [problem]
    return _rendered(page, form, ProposedForm(formdata=None)), 422


def _closed(month: str) -> AllowanceMonth:
    return queries.closed(_first(month)) or abort(404)


def _back(month: str) -> ResponseReturnValue:
    return redirect(url_for(".show", month=month), 303)


@bp.get("/allowance/<month>.csv")
@member_required
def month_csv(month: str) -> Response:
    """A closed month: a row for each person and part of a shift that the reader may see."""
    _closed(month)
    page = _page(month)
    return csv_answer(f"allowance-{month}.csv", _headings(), _rows(page.lines, page))


def _headings() -> list[str]:
    person = [_("Person"), _("Employee number"), _("Team")]
    served = [_("Day"), _("Kind"), _("Role"), _("Start"), _("End"), _("Minutes")]
    return [*person, *served, _("Swapped"), _("Responses")]


def _rows(lines: Sequence[Line], page: Page) -> list[list[str]]:
    """The cells of lines; a person's team is the primary one they have now."""
    teams = queries.teams_of({line.person.id for line in lines})
    return [_cells(line, page, teams.get(line.person.id)) for line in lines]


def _cells(line: Line, page: Page, team: Team | None) -> list[str]:
    span = (local_time(line.starts_at, page.zone), local_time(line.ends_at, page.zone))
    swap = _("from %(person)s", person=line.giver.name) if line.giver else ""
    person = [line.person.name, line.person.number or "", team.name if team else ""]
    served = [line.shift.day.isoformat(), str(KINDS[line.shift.kind]), str(ROLES[line.shift.role])]
    return [*person, *served, *span, str(line.minutes), swap, "; ".join(_responses(line, page))]


def _responses(line: Line, page: Page) -> list[str]:
    ends = [local_time(one.ends_at, page.zone) if one.ends_at else "" for one in line.responses]
    return [f"{local_time(one.starts_at, page.zone)} – {end}" for one, end in zip(line.responses, ends, strict=True)]


@bp.get("/allowance/<month>/corrections.csv")
@member_required
def corrections_csv(month: str) -> Response:
    """What was corrected since a month was closed, as far as the reader may see it."""
    _closed(month)
    page = _page(month)
    headings = [*_headings(), _("What it does"), _("Reason"), _("Entered by"), _("Entered")]
    rows = zip(page.corrections, _rows(page.corrections, page), strict=True)
    return csv_answer(
        f"allowance-{month}-corrections.csv", headings, [[*cells, *_corrected(line, page)] for line, cells in rows]
    )


def _corrected(line: Line, page: Page) -> list[str]:
    does = _("Adds hours") if line.sign > 0 else _("Takes hours back")
    author = line.entered_by.name if line.entered_by else ""
    entered = local_time(line.entered_at, page.zone) if line.entered_at else ""
    return [does, line.reason, author, entered]
