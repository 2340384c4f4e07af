"""The rotas: all of them, one of them, and a new one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts.fields import written
from studyhub.db import db
from studyhub.pager.gaps import gaps
from studyhub.rota import drafting, queries, rota_page
from studyhub.rota.collecting import queries as collecting
from studyhub.rota.forms import RotaForm
from studyhub.rota.models import Rota
from studyhub.rota.views.blueprint import bp
from studyhub.rota.wording import KINDS, OBSTACLES, ROLES, SHORT_KINDS
from studyhub.web.guards.access import keeper_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/rotas/")
@member_required
def index() -> str:
    """All rotas, the latest first."""
    user = current_user()
    return render_template(
        "rota/index.html",
        rotas=list(db.session.scalars(queries.rotas(user))),
        published=queries.published_ids(),
        collections=collecting.running(user, clock.now()),
        today=queries.today(clock.now()),
        is_keeper=user.is_rota_keeper,
        sets_rules=user.is_rota_keeper or user.is_admin,
    )


@bp.get("/rotas/new")
@keeper_required
def new() -> str:
    """A span of days to plan."""
    return render_template("rota/new.html", form=RotaForm(), pool=rota_page.pool(now=clock.now()))


@bp.post("/rotas/")
@keeper_required
def create() -> ResponseReturnValue:
    """Plan a span of days, as a draft."""
    form = RotaForm()
    if form.validate_on_submit() and form.starts_on.data and form.ends_on.data:
        user, now = current_user(), clock.now()
        try:
            rota = drafting.make(written(form.rota_name), form.starts_on.data, form.ends_on.data, by=user, now=now)
            drafting.draft(rota, by=user, now=now)
        except drafting.Overlaps as error:
            form.refuse_overlap(error.args[0])
        except drafting.Over:
            db.session.rollback()
            form.ends_on.errors = [_("These days are over. What was served comes in from a spreadsheet.")]
        else:
            db.session.commit()
            flash(_("The draft is planned. Nobody but the keepers sees it until it is published."), "success")
            return redirect(url_for(".show", rota_id=rota.id), 303)
    return render_template("rota/new.html", form=form, pool=rota_page.pool(now=clock.now())), 422


@bp.get("/rotas/<id:rota_id>/")
@member_required
def show(rota_id: int) -> str:
    """One rota as it is published; for its keepers with the open draft over it."""
    user, now = current_user(), clock.now()
    rota: Rota = db.one_or_404(queries.rotas(user).where(Rota.id == rota_id))
    page = rota_page.page(rota, user, now=now)
    return render_template(
        "rota/show.html",
        page=page,
        unknown_to_pager=gaps(page.people) if page.draft else [],
        still_wanted=collecting.still_wanted(rota.starts_on, rota.ends_on, now) if page.draft else None,
        me=user,
        kinds=KINDS,
        short_kinds=SHORT_KINDS,
        roles=ROLES,
        obstacles=OBSTACLES,
    )
