"""Looking at services: everybody inside may."""

from datetime import timedelta

from flask import render_template, request

from studyhub import clock
from studyhub.db import db
from studyhub.handoffs import queries as handoffs
from studyhub.people.models import User
from studyhub.rota import duty
from studyhub.rota.wording import ROLES
from studyhub.services import bus_factor, listing, page, queries, states
from studyhub.services.forms import SignOffForm
from studyhub.services.models import Service
from studyhub.services.views.blueprint import bp
from studyhub.services.views.fetching import visible_service
from studyhub.text.cleaning import clean_line
from studyhub.text.searching import QUERY_MAX_CHARS
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.paging import page_number

# So long ago what burnt is still worth knowing to whoever is woken.
HANDED_OVER_WITHIN = timedelta(days=14)


@bp.get("/")
@member_required
def index() -> str:
    """The services there are: by a part of the name in `?q=`, of a team in `?team=`, retired ones with `?retired=1`."""
    user = current_user()
    asked = listing.Asked(
        clean_line(request.args.get("q", ""))[:QUERY_MAX_CHARS],
        clean_line(request.args.get("team", "")),
        request.args.get("retired") == "1",
        page_number(),
    )
    return render_template(
        "services/index.html",
        asked=asked,
        page=listing.page(asked, now=clock.now()),
        bus_factor=bus_factor,
        can_make=user.is_admin or bool(page.led_team_ids(user)),
        can_keep_pool=user.is_rota_keeper,
    )


@bp.get("/<id:service_id>/")
@member_required
def show(service_id: int) -> str:
    """One service, as whoever is woken for it reads it."""
    return show_page(visible_service(service_id))


def show_page(service: Service, form: SignOffForm | None = None) -> str:
    """The page of one service; `form` is a sign-off that was refused."""
    user = current_user()
    now = clock.now()
    shown = page.service_page(service, user, now=now)
    if form is None and shown.can_sign_off and service.retired_at is None:
        form = SignOffForm(formdata=None)
        form.offer(others(user))
    burning = handoffs.burning_for(service, now - HANDED_OVER_WITHIN)
    return render_template(
        "services/show.html",
        service=service,
        page=shown,
        form=form,
        words=states,
        bus_factor=bus_factor,
        duty=duty.duty(user.id, now=now),
        burning=burning,
        last_end=handoffs.last_end(now) if burning else None,
        roles=ROLES,
    )


def others(user: User) -> list[User]:
    """Whom somebody may sign off: everybody there but themselves."""
    return list(db.session.scalars(queries.people_there().where(User.id != user.id)))
