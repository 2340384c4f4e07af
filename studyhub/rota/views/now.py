"""Who is on duty now."""

from flask import render_template, request

from studyhub import clock
from studyhub.handoffs import shown
from studyhub.pager.calling import calls
from studyhub.people.spelling.telephones import dialled
from studyhub.rota import duty
from studyhub.rota.swaps import waiting
from studyhub.rota.views.blueprint import bp
from studyhub.rota.wording import KINDS, ROLES, time_left
from studyhub.services import finding
from studyhub.text.cleaning import clean_line
from studyhub.text.searching import QUERY_MAX_CHARS
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user

bp.add_app_template_filter(dialled)
bp.add_app_template_filter(time_left)


@bp.get("/")
@member_required
def show_now() -> str:
    """Who answers now, until when, who comes next, when it is the reader's turn; services by the words in `?q=`."""
    user = current_user()
    page = duty.page(user.id, now=clock.now())
    around = [*page.duty.before, *page.duty.running, *page.duty.coming]
    query = clean_line(request.args.get("q", ""))[:QUERY_MAX_CHARS]
    return render_template(
        "rota/now.html",
        page=page,
        calls=calls(page.duty.running, page.now),
        asked_for=waiting.awaited_for(page.duty.mine, page.now),
        handed=shown.now_page(user, around, now=page.now),
        me=user,
        query=query,
        services=finding.found(query, user.id),
        kinds=KINDS,
        roles=ROLES,
    )
