"""Days away, asked for before a rota is planned: the keeper asks, everybody taps their own."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.days import grid as day_grid
from studyhub.rota.collecting import collecting, queries
from studyhub.rota.collecting.models import Collection
from studyhub.rota.forms import CollectionForm
from studyhub.rota.views.blueprint import bp
from studyhub.web.guards.access import keeper_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.days import days_sent
from studyhub.words.saying import gettext as _


def _collection(collection_id: int) -> Collection:
    found: Collection = db.one_or_404(queries.collections(current_user()).where(Collection.id == collection_id))
    return found


@bp.get("/collections/new")
@keeper_required
def new_collection() -> str:
    """For which days, and until when people answer."""
    return render_template("rota/collecting/new.html", form=CollectionForm())


@bp.post("/collections/")
@keeper_required
def create_collection() -> ResponseReturnValue:
    """Ask everybody in the pool."""
    form = CollectionForm()
    if form.validate_on_submit() and form.starts_on.data and form.ends_on.data and form.answer_on.data:
        span = form.starts_on.data, form.ends_on.data
        try:
            made = collecting.ask(*span, form.answer_on.data, by=current_user(), now=clock.now())
        except collecting.Past:
            form.answer_on.errors = [_("This day, or the span, is over already.")]
        except collecting.TooLate:
            form.answer_on.errors = [_("Answers are needed before the first day.")]
        except collecting.NobodyReady:
            form.form_errors = [_("Nobody is ready for a service yet, so there is nobody to ask.")]
        else:
            db.session.commit()
            flash(_("Everybody in the pool is asked."), "success")
            return redirect(url_for(".show_collection", collection_id=made.id), 303)
    return render_template("rota/collecting/new.html", form=form), 422


@bp.get("/collections/<id:collection_id>/")
@member_required
def show_collection(collection_id: int) -> str:
    """The days of a span to tap; for the keeper also who answered."""
    collection, user = _collection(collection_id), current_user()
    mine = list(db.session.scalars(people.unavailabilities(user)))
    return render_template(
        "rota/collecting/show.html",
        collection=collection,
        asked=db.session.scalar(queries.asked(collection, user)),
        months=day_grid.months(mine, collection.starts_on, collection.ends_on),
        answers=queries.answers(collection) if user.is_rota_keeper else [],
        now=clock.now(),
    )


@bp.post("/collections/<id:collection_id>/answer")
@member_required
def create_collection_answer(collection_id: int) -> ResponseReturnValue:
    """Take the days that were tapped, or that there are none to add."""
    collection, user, now = _collection(collection_id), current_user(), clock.now()
    asked = db.one_or_404(queries.asked(collection, user))
    whole, evenings = _days("whole"), _days("evening")
    # Days that were tapped before this press stand on the page it is on: they are not lost by it.
    if "unchanged" in request.form and not (whole or evenings):
        collecting.answer_unchanged(asked, now=now)
    else:
        collecting.answer(asked, whole=whole, evenings=evenings, now=now)
    db.session.commit()
    flash(_("Thank you. You can change your days whenever you like."), "success")
    return redirect(url_for(".show_collection", collection_id=collection_id), 303)


def _days(name: str) -> set[date]:
    return days_sent(request.form.getlist(name))
