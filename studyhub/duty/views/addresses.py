"""Private addresses, made, renewed and revoked by the rota's keeper and by administrators."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts.fields import written
from studyhub.db import db
from studyhub.duty import addresses
from studyhub.duty.forms import AddressForm
from studyhub.duty.models import AddressKind, DutyAddress
from studyhub.duty.views.blueprint import bp
from studyhub.web.guards.access import rota_setter_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.addresses import public_url
from studyhub.words.saying import gettext as _


@bp.get("/addresses/")
@rota_setter_required
def index() -> str:
    """All of them, and when each was last used."""
    return _page(AddressForm(formdata=None))


def _page(form: AddressForm) -> str:
    key = str(current_app.secret_key)
    offered = [(one, public_url(addresses.path(one, key=key))) for one in addresses.all_addresses()]
    return render_template("duty/index.html", form=form, offered=offered)


@bp.post("/addresses/")
@rota_setter_required
def create() -> ResponseReturnValue:
    """One more."""
    form = AddressForm()
    if not form.validate():
        return _page(form), 422
    try:
        addresses.make(AddressKind(form.kind.data), written(form.name), by=current_user(), now=clock.now())
    except addresses.TooManyAddresses:
        form.name.errors = [_("There are %(most)d addresses. Revoke one that nobody uses.", most=addresses.MOST)]
        return _page(form), 422
    db.session.commit()
    flash(_("The address is made. Whoever knows it reads who is on duty, without signing in."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/addresses/<id:address_id>/renewal")
@rota_setter_required
def create_renewal(address_id: int) -> ResponseReturnValue:
    """Another secret for one; the old one stops working at once."""
    addresses.renew(_known(address_id), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("Here is your new address. The old one no longer works."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/addresses/<id:address_id>/delete")
@rota_setter_required
def delete(address_id: int) -> ResponseReturnValue:
    """Let one open nothing any more."""
    addresses.revoke(_known(address_id), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The address is revoked: it opens nothing any more."), "success")
    return redirect(url_for(".index"), 303)


def _known(address_id: int) -> DutyAddress:
    return addresses.find(address_id) or abort(404)
