"""The offer of the first visit."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.delivery.texts import kinds_of
from studyhub.demo import filling, known_password
from studyhub.handing_in import demos_of
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.confirming import password_again
from studyhub.web.guards.hashing import hashes_passwords
from studyhub.words.saying import gettext as _

bp = Blueprint("demo", __name__)


@bp.post("/demo")
@hashes_passwords
@admin_required
@password_again
def create() -> ResponseReturnValue:
    """Fill the empty organisation with the demo."""
    # A hash takes long: no transaction may be open meanwhile.
    db.session.rollback()
    password = known_password.choose(current_app.config["STUDYHUB_SETTINGS"])
    try:
        _fill(password, passwords.hashed(password))
    except filling.NotEmpty:
        db.session.rollback()
        flash(_("The demo needs an organisation without circles and people, and this one has some."), "error")
    return redirect(url_for("home.index"), 303)


def _fill(password: str, password_hash: str) -> None:
    filling.fill(demos_of(current_app), password_hash=password_hash, kinds=kinds_of(current_app), now=clock.now())
    db.session.commit()
    flash(_("The demo organisation is ready; look around. All its people have the password %(password)s.",
            password=password), "success")  # fmt: skip
    if password != known_password.PASSWORD:
        flash(_("Please note this password now: it was made for this demo and is shown only once."), "notice")
