"""Who is on duty now."""

from flask import render_template

from studyhub import clock
from studyhub.rota import duty
from studyhub.rota.views.blueprint import bp
from studyhub.rota.wording import KINDS, ROLES
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user


@bp.get("/")
@member_required
def show_now() -> str:
    """Who answers now, until when, who comes next, and when it is the reader's turn."""
    user = current_user()
    return render_template("rota/now.html", page=duty.page(user.id, now=clock.now()), me=user, kinds=KINDS, roles=ROLES)
