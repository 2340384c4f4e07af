"""Reading hand-offs, and saying that one arrived."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.handoffs import queries, taking
from studyhub.handoffs.asking import AFTER
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.views.blueprint import bp
from studyhub.rota.wording import ROLES
from studyhub.services import queries as services
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.web.pages.paging import page_number
from studyhub.words.saying import gettext as _

PAGE_SIZE = 30


def any_handoff(handoff_id: int) -> Handoff:
    """A hand-off; 404 where there is none."""
    return queries.handoff(handoff_id) or abort(404)


@bp.get("/")
@member_required
def index() -> str:
    """All of them, the newest first; those that name a service by `?service=`."""
    number = page_number()
    service_id = row_id(request.args.get("service"))
    service = services.service(service_id) if service_id else None
    rows = queries.naming(service.id) if service else queries.handoffs()
    found = db.session.scalars(rows.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    return render_template(
        "handoffs/index.html",
        handoffs=found[:PAGE_SIZE],
        last_end=queries.last_end(clock.now()),
        has_next=len(found) > PAGE_SIZE,
        number=number,
        service=service,
        services=db.session.scalars(services.services()).all(),
        roles=ROLES,
        me=current_user(),
    )


@bp.get("/<id:handoff_id>/")
@member_required
def show(handoff_id: int) -> str:
    """One, with its earlier texts and the responses that were confirmed."""
    handoff, user, now = any_handoff(handoff_id), current_user(), clock.now()
    return render_template(
        "handoffs/show.html",
        handoff=handoff,
        texts=queries.texts_of(handoff),
        can_take=handoff.taken_at is None and taking.can_take(handoff, user, now=now),
        last_end=queries.last_end(now),
        can_change=handoff.author_id == user.id and now < handoff.ends_at + AFTER,
        roles=ROLES,
        me=user,
    )


@bp.post("/<id:handoff_id>/receipt")
@member_required
def create_receipt(handoff_id: int) -> ResponseReturnValue:
    """Say that it arrived."""
    handoff = any_handoff(handoff_id)
    try:
        taking.take(handoff, by=current_user(), now=clock.now())
    except taking.NotNext:
        abort(403)
    db.session.commit()
    flash(_("Received. %(name)s sees it.", name=handoff.author.name), "success")
    return redirect(url_for(".show", handoff_id=handoff_id), 303)
