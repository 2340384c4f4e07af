"""Making a path, looking at it, and changing its days and its mentor."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills.running.states import VERDICT_WORDS
from studyhub.paths import holding, making, queries, rules, shadowing, steps
from studyhub.paths.forms import DaysForm, PathForm
from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.paths.views.blueprint import bp
from studyhub.rota import queries as rotas
from studyhub.services import queries as services
from studyhub.services.models import Service
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

# A first night two months ahead leaves time for each step.
PROPOSED = steps.AGAIN_IN * 4


def visible_path(path_id: int) -> Path:
    """A path that the reader may see; else 404."""
    return queries.path(path_id, current_user()) or abort(404)


def own_path(path_id: int) -> Path:
    """A path that the reader may change; 403 where they only look."""
    path = visible_path(path_id)
    if not rules.can_change(current_user(), path, leads=leads(path)):
        abort(403)
    return path


def leads(path: Path) -> bool:
    """Whether the reader leads a team of the newcomer's."""
    return queries.leads(current_user(), path.user_id)


def back_to(path_id: int, anchor: str | None = None) -> ResponseReturnValue:
    """To the page of a path, or to a part of it."""
    return redirect(url_for(".show", path_id=path_id, _anchor=anchor), 303)


@bp.get("/new")
@member_required
def new() -> ResponseReturnValue:
    """The form; `?user=` and `?service=` choose whom and what it is for. Where that path is there, it is shown."""
    form, user = _offering(PathForm(formdata=None)), current_user()
    form.user_id.data = row_id(request.args.get("user")) or user.id
    form.service_id.data = row_id(request.args.get("service"))
    there = queries.known(form.user_id.data, form.service_id.data) if form.service_id.data else None
    if there is not None and queries.path(there.id, user) is not None:
        return back_to(there.id)
    if form.user_id.data != user.id:
        form.mentor_id.data = user.id
    form.first_night.data = rotas.today(clock.now()) + PROPOSED
    return _new_page(form)


def _offering(form: PathForm) -> PathForm:
    form.offer(db.session.scalars(services.people_there()), db.session.scalars(services.services()))
    return form


def _new_page(form: PathForm) -> str:
    return render_template("paths/new.html", form=form)


@bp.post("/")
@member_required
def create() -> ResponseReturnValue:
    """Make it. What cannot be stays in the form, with the reason."""
    form = _offering(PathForm())
    if not form.validate():
        return _new_page(form), 422
    service: Service = db.session.get_one(Service, form.service_id.data)
    wanted = making.Wanted(form.newcomer, service, form.mentor, form.day)
    try:
        path = making.make(wanted, by=current_user(), now=clock.now())
    except making.NotTheirs:
        form.form_errors.append(_("A path is made by whoever is new, by the mentor, or by a lead of their team."))
    except making.OwnMentor:
        form.mentor_id.errors = [_("Please choose somebody else as mentor.")]
    except making.DayOutOfReach:
        form.first_night.errors = [_("Please choose a day a week to a year ahead.")]
    except (making.ServiceGone, making.NotThere):
        form.form_errors.append(_("The service or one of the people is not there any more. Please choose again."))
    else:
        if not _is_as_wanted(path, wanted):
            return _there_already(path)
        db.session.commit()
        flash(_("The path is there. Each step has a day of its own, which you may change."), "success")
        return back_to(path.id)
    db.session.rollback()
    return _new_page(_offering(form)), 422


def _is_as_wanted(path: Path, wanted: making.Wanted) -> bool:
    """Whether a path has the mentor and the day that were typed; one that was there before may have others."""
    mentor_id = wanted.mentor.id if wanted.mentor else None
    return path.mentor_id == mentor_id and path.step(StepKind.NIGHT).due_on == wanted.first_night


def _there_already(path: Path) -> ResponseReturnValue:
    """One that goes on, made before: its mentor and days stay, and are changed there by whoever may see it."""
    path_id = path.id
    db.session.rollback()
    flash(_("There is a path for this service already. Its mentor and days stay as they are."), "notice")
    if queries.path(path_id, current_user()) is None:
        return redirect(url_for("drills.index"), 303)
    return back_to(path_id)


@bp.get("/<id:path_id>/")
@member_required
def show(path_id: int) -> str:
    """One path with its steps, and what the reader may do."""
    return show_page(visible_path(path_id))


def show_page(path: Path, shadow_problem: str = "") -> str:
    """The page; `shadow_problem` is why a night could not be planned."""
    user, now, is_lead = current_user(), clock.now(), leads(path)
    can_change = path.ended_at is None and rules.can_change(user, path, leads=is_lead)
    can_tick = [kind for kind in StepKind if path.ended_at is None and rules.can_tick(user, path, kind, leads=is_lead)]
    coming = queries.coming_shadow(path, now)
    asks_for_night = can_change and coming is None and path.step(StepKind.SHADOW).done_at is None
    return render_template(
        "paths/show.html",
        path=path,
        me=user,
        today=rotas.today(now),
        can_change=can_change,
        can_tick=can_tick,
        coming=coming,
        is_begun=coming is not None and coming.starts_at <= now,
        nights=shadowing.offered(path, now) if asks_for_night else [],
        asks_for_night=asks_for_night,
        shadow_problem=shadow_problem,
        review=queries.review(path, user),
        verdicts=VERDICT_WORDS,
        words=steps,
    )


@bp.get("/<id:path_id>/edit")
@member_required
def edit(path_id: int) -> ResponseReturnValue:
    """Mentor and days. An ended path leads to its page."""
    path = own_path(path_id)
    if path.ended_at is not None:
        return back_to(path_id)
    form = _asking(path, DaysForm(formdata=None))
    form.begin_with(path)
    return _edit_page(path, form)


def _asking(path: Path, form: DaysForm) -> DaysForm:
    form.ask_for(path)
    form.offer_people(one for one in db.session.scalars(services.people_there()) if one.id != path.user_id)
    return form


def _edit_page(path: Path, form: DaysForm) -> str:
    return render_template("paths/edit.html", path=path, form=form)


@bp.post("/<id:path_id>/edit")
@member_required
def update(path_id: int) -> ResponseReturnValue:
    """Keep mentor and days."""
    path = own_path(path_id)
    form = _asking(path, DaysForm())
    if not form.validate():
        return _edit_page(path, form), 422
    try:
        making.change(path, form.mentor, form.due, by=current_user(), now=clock.now())
    except making.DaysOutOfOrder:
        form.form_errors.append(_("Please let each step be due no earlier than the one before it, within a year."))
    except (making.NotThere, making.OwnMentor):
        form.mentor_id.errors = [_("Please choose somebody else as mentor.")]
    except holding.Ended:
        return ended(path_id)
    else:
        db.session.commit()
        flash(_("Saved."), "success")
        return back_to(path_id)
    db.session.rollback()
    return _edit_page(path, form), 422


def ended(path_id: int) -> ResponseReturnValue:
    """Say that the path was ended meanwhile, and show it."""
    db.session.rollback()
    flash(_("The path was ended meanwhile, and stays as it is."), "warning")
    return back_to(path_id)
