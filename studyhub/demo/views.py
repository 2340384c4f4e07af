"""The offer of the first visit."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.delivery.texts import kinds_of
from studyhub.demo import filling
from studyhub.web.access import admin_required

bp = Blueprint("demo", __name__)


@bp.post("/demo")
@admin_required
def create() -> ResponseReturnValue:
    """Fill the empty organisation with the demo."""
    # A hash takes long: no transaction may be open meanwhile.
    db.session.rollback()
    try:
        _fill(passwords.hashed(filling.PASSWORD))
    except passwords.HashingBusy:
        flash(_("Too much is going on right now. Please try again in a few seconds."), "error")
    except filling.NotEmpty:
        db.session.rollback()
        flash(_("The demo needs an organisation without circles and people, and this one has some."), "error")
    return redirect(url_for("home.index"), 303)


def _fill(password_hash: str) -> None:
    filling.fill(password_hash=password_hash, kinds=kinds_of(current_app), now=clock.now())
    db.session.commit()
    flash(_("The demo organisation is ready; look around. All its people have the password %(password)s.",
            password=filling.PASSWORD), "success")  # fmt: skip
