"""Two accounts of one person made one: an administrator chooses, looks at what happens, and does it."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from studyhub import clock
from studyhub.db import db
from studyhub.departures import merging
from studyhub.departures.holdings import holdings, twice
from studyhub.departures.merging import Obstacle
from studyhub.handing_in import parts_of_people
from studyhub.people import queries
from studyhub.people.forms import MergeForm, OtherAccountForm
from studyhub.people.models import User, UserState
from studyhub.teams import queries as team_queries
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.confirming import password_again
from studyhub.web.guards.security_log import note
from studyhub.words.saying import gettext as _

bp = Blueprint("people_merging", __name__, url_prefix="/people")


@bp.get("/<id:user_id>/merge")
@admin_required
def new(user_id: int) -> ResponseReturnValue:
    """Choose the account that stays; the one that is chosen leads to what will happen."""
    person = _person(user_id)
    form = _other_form(person)
    if request.args and form.validate():
        return redirect(url_for(".edit", user_id=user_id, other_id=form.other_id.data), 303)
    return render_template("people/merge.html", person=person, form=form, is_own=person.id == current_user().id)


def _person(user_id: int) -> User:
    person: User = db.one_or_404(queries.own_person(user_id))
    return person


def _other_form(person: User) -> OtherAccountForm:
    """Everybody who may stay; whoever has the same name first."""
    others = queries.in_order().where(User.state == UserState.ACTIVE, User.id != person.id)
    found = sorted(db.session.scalars(others), key=lambda other: other.reading != person.reading)
    people = [(other.id, _("%(name)s (%(email)s)", name=other.name, email=other.email)) for other in found]
    return OtherAccountForm(request.args, people=people)


@bp.get("/<id:user_id>/merge/<id:other_id>")
@admin_required
def edit(user_id: int, other_id: int) -> ResponseReturnValue:
    """What both have, and what will happen."""
    going, staying = _person(user_id), _person(other_id)
    if found := merging.obstacle(going, staying, by=current_user()):
        flash(_words(found), "error")
        return redirect(url_for(".new", user_id=going.id), 303)
    return _page(going, staying, MergeForm())


def _words(found: Obstacle) -> str:
    words = {
        Obstacle.SAME: _("These are one and the same account."),
        Obstacle.OWN: _("You are signed in with this account, so it has to be the one that stays."),
        Obstacle.MERGED: _("One of the two is part of another account already."),
        Obstacle.NOT_ACTIVE: _("The account that stays has to be that of a member who is not on leave."),
    }
    return str(words[found])


def _page(going: User, staying: User, form: MergeForm) -> str:
    now = clock.now()
    both = [_account(user, now) for user in (going, staying)]
    may_swap = merging.obstacle(staying, going, by=current_user()) is None
    about = {"both": both, "twice": twice(going, staying, now=now), "may_swap": may_swap}
    return render_template("people/merge_preview.html", going=going, staying=staying, form=form, **about)


def _account(user: User, now: Any) -> dict[str, Any]:
    teams = [row.team.name for row in db.session.scalars(team_queries.memberships_of(user))]
    return {"user": user, "has": holdings(user, now=now), "teams": teams}


@bp.post("/<id:user_id>/merge/<id:other_id>")
@admin_required
@password_again
def create(user_id: int, other_id: int) -> ResponseReturnValue:
    """Make the two accounts one."""
    going, staying, form = _person(user_id), _person(other_id), MergeForm()
    if not form.validate_on_submit():
        return _page(going, staying, form), 422
    try:
        merging.merge(going, staying, parts_of_people(current_app), by=current_user(), now=clock.now())
    except merging.CannotMerge as refused:
        db.session.rollback()
        flash(_words(refused.obstacle), "error")
        return redirect(url_for(".new", user_id=user_id), 303)
    except IntegrityError:
        # The person pressed something with both accounts at this very moment; nothing was done.
        db.session.rollback()
        flash(
            _("Something of the two accounts changed at this moment, and nothing was done. Please press again."),
            "error",
        )
        return redirect(url_for(".edit", user_id=user_id, other_id=other_id), 303)
    db.session.commit()
    note("accounts made one", of=user_id, into=other_id)
    flash(_("The two accounts of %(name)s are one.", name=staying.name), "success")
    return redirect(url_for("people.show", user_id=other_id), 303)
