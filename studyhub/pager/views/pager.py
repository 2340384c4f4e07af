"""The pager: for the rota's keeper and administrators."""

from collections.abc import Mapping

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.audit import trail
from studyhub.db import db
from studyhub.duty import addresses
from studyhub.duty.models import AddressKind
from studyhub.outgoing.turns import Busy
from studyhub.pager import connecting, gaps, queries, testing, troubles
from studyhub.pager.forms import PagerForm, typed_ids
from studyhub.pager.models import Pager, PagerKind
from studyhub.pager.views.blueprint import bp
from studyhub.rota.wording import ROLES
from studyhub.web.guards.access import rota_setter_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.addresses import public_url
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

bp.add_app_template_global(troubles.said, "pager_trouble")


@bp.get("/")
@rota_setter_required
def show() -> str:
    """What is connected, whom it does not know, what it has not confirmed."""
    return _page(PagerForm(obj=_shown(queries.pager())))


def _shown(pager: Pager | None) -> object:
    """What of the connection stands in the form: no address and no secret."""
    if pager is None:
        return None
    names = ("kind", "primary_schedule", "secondary_schedule", "days_ahead")
    return type("Shown", (), {name: getattr(pager, name) for name in names})()


def _page(form: PagerForm, ids: Mapping[int, str] | None = None, bad: frozenset[int] = frozenset()) -> str:
    now, pager = clock.now(), queries.pager()
    people = gaps.listed(now) if pager is not None and pager.kind is PagerKind.PAGERDUTY else []
    return render_template(
        "pager/show.html",
        pager=pager,
        form=form,
        people=people,
        ids=queries.remote_ids() | dict(ids or {}),
        bad=bad,
        calendars=_calendars() if pager is not None and pager.kind is PagerKind.CALENDAR else [],
        waiting=queries.unconfirmed(now) if pager else [],
        confirmed=queries.confirmed(now) if pager else 0,
        roles=ROLES,
        now=now,
    )


def _calendars() -> list[tuple[str, str]]:
    """What the keeper calls the addresses of calendars for pagers, and these."""
    key = str(current_app.secret_key)
    of_pagers = (one for one in addresses.all_addresses() if one.kind is AddressKind.CALENDAR)
    return [(one.name, public_url(addresses.path(one, key=key))) for one in of_pagers]


@bp.post("/")
@rota_setter_required
def connect() -> ResponseReturnValue:
    """Connect a pager, or the same with another secret."""
    form = PagerForm()
    if not form.validate_on_submit():
        return _page(form), 422
    connecting.connect(form.new(), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The pager is connected. Within a minute it is told who is on duty."), "success")
    return _back()


@bp.post("/test")
@rota_setter_required
def create_test() -> ResponseReturnValue:
    """Ask the pager something that changes nothing."""
    pager = _connected()
    if pager.kind is PagerKind.CALENDAR:
        abort(404)
    try:
        with testing.TURNS.turn():
            _test(pager)
    except Busy:
        flash(_("Another test is on its way. Please try again in a moment."), "error")
    return _back()


def _test(pager: Pager) -> None:
    now = clock.now()
    order = testing.order(pager, current_app.config["STUDYHUB_SETTINGS"], now)
    # Counted, and committed before the pager is asked: it may take seconds.
    trail.record("pager.tested", pager, by=current_user(), now=now)
    db.session.commit()
    outcome = testing.ask(order)
    testing.note(outcome, now=now)
    db.session.commit()
    if outcome.trouble is None:
        flash(_("The pager answers."), "success")
    else:
        flash(" ".join([troubles.said(outcome.trouble), outcome.said]).strip(), "error")


@bp.post("/people")
@rota_setter_required
def update_people() -> ResponseReturnValue:
    """Enter what PagerDuty calls people."""
    _connected()
    ids, bad = typed_ids(request.form, gaps.listed(clock.now()))
    if bad:
        return _page(PagerForm(formdata=None, obj=_shown(queries.pager())), ids, frozenset(bad)), 422
    changed = connecting.name_people(ids, by=current_user(), now=clock.now())
    db.session.commit()
    flash(ngettext("%(num)s id is saved.", "%(num)s ids are saved.", changed), "success")
    return _back()


@bp.post("/again")
@rota_setter_required
def send_again() -> ResponseReturnValue:
    """Try at once what the pager has not confirmed."""
    connecting.send_again(_connected(), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("It is sent again. Please look again in a moment."), "success")
    return _back()


@bp.post("/delete")
@rota_setter_required
def delete() -> ResponseReturnValue:
    """Tell the pager nothing more."""
    connecting.disconnect(_connected(), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The pager is disconnected, and its secret forgotten."), "success")
    return _back()


def _connected() -> Pager:
    found: Pager = queries.locked() or abort(404)
    return found


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show"), 303)
