"""The wheel: spun again by a press, which is noted and costs nothing."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.pages import any_scenario
from studyhub.drills.wheel import shown, spinning
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.post("/wheel/spins")
@member_required
def create_spin() -> ResponseReturnValue:
    """Go on to what the wheel says next."""
    user, now = current_user(), clock.now()
    spin = shown.spins(request.form.get("spin"))
    wheel = shown.wheel(user, spin, now)
    if wheel.pick is None:
        flash(_("There is nothing to choose from at the moment."), "warning")
        return redirect(url_for(".index"), 303)
    spinning.spin_again(any_scenario(wheel.pick.scenario.id), by=user, now=now)
    db.session.commit()
    return redirect(url_for(".index", spin=spin % shown.SPINS_MAX + 1), 303)
