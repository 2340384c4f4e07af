"""Circles without an organiser who is there: administrators name one of those who take part."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.circles import organizers, unorganized
from studyhub.circles.models import Circle
from studyhub.circles.views.blueprint import bp
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _


@bp.get("/circles-without-organizer/")
@admin_required
def index_unorganized() -> str:
    """Each with those who could be named; a circle that is closed to the reader without its title."""
    return render_template("circles/unorganized.html", circles=unorganized.listed(current_user()))


@bp.post("/circles-without-organizer/<id:circle_id>/organizer")
@admin_required
def create_stand_in(circle_id: int) -> ResponseReturnValue:
    """Name one. Which circles there are beside those of the list is not told."""
    circle: Circle | None = db.session.scalar(unorganized.circles().where(Circle.id == circle_id))
    user_id = row_id(request.form.get("user_id"))
    person: User | None = db.session.scalar(people.members().where(User.id == user_id))
    try:
        if circle is None or person is None:
            raise organizers.NotInCircle
        organizers.stand_in(circle, person, by=current_user(), now=clock.now())
    except (organizers.HasOrganizer, organizers.NotInCircle):
        db.session.rollback()
        flash(
            _("Meanwhile the circle has an organiser, or the person is not in it any more. Nothing was changed."),
            "error",
        )
    else:
        db.session.commit()
        flash(_("%(name)s organises the circle now; everybody in it is told.", name=person.name), "success")
    return redirect(url_for(".index_unorganized"), 303)
