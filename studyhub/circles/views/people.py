"""Who is in a circle, who organises it, and who is asked in."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.circles import invitations, organizers, queries, rules
from studyhub.circles.forms.circle import InvitationForm
from studyhub.circles.models import Circle
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.fetching import organized_circle, visible_circle
from studyhub.db import db
from studyhub.meetings import circle_page
from studyhub.meetings.signing_up import shutting_out, taking_out
from studyhub.people import queries as people_queries
from studyhub.people.models import User
from studyhub.text.cleaning import clean_line
from studyhub.text.searching import holds, words_of
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.web.pages.taken import flash_taken
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

# So many are shown to choose from without looking for them; so many at most once one does.
SHOWN_AT_ONCE, FOUND_MAX = 12, 20
FIND_MAX_CHARS = 80


@bp.get("/circles/<slug>/people")
@member_required
def people(slug: str) -> str:
    """Everybody in the circle; organisers name others and invite here."""
    return _page(visible_circle(slug))


def _page(circle: Circle, form: InvitationForm | None = None) -> str:
    user = current_user()
    mine = queries.participation(circle, user)
    can_organize = rules.can_organize(user, mine)
    return render_template(
        "circles/people.html",
        circle=circle,
        participations=list(db.session.scalars(queries.participants(circle))),
        presented={one.user_id: one.chapters for one in circle_page.credits_of(circle) if one.user_id},
        invited=list(db.session.scalars(queries.invitations(circle))) if can_organize else [],
        form=(form or InvitationForm(formdata=None)) if can_organize else None,
        **(_found(circle) if can_organize else {}),
        can_organize=can_organize,
        mine=mine,
    )


def _found(circle: Circle) -> dict[str, Any]:
    """Whom one may invite, as far as they are shown: everybody where they are few, else those that were looked for."""
    find = clean_line(request.args.get("find", ""))[:FIND_MAX_CHARS]
    everybody = queries.can_be_invited(circle)
    first = db.session.scalars(everybody.limit(SHOWN_AT_ONCE + 1)).all()
    is_few = len(first) <= SHOWN_AT_ONCE
    wanted = everybody.where(*holds(User.search_text, words_of(find)))
    found = first
    if not is_few:
        found = db.session.scalars(wanted.limit(FOUND_MAX + 1)).all() if find else []
    return {"find": find, "is_few": is_few, "found": found[:FOUND_MAX], "has_more": len(found) > FOUND_MAX}


def _invitation_form(circle: Circle) -> InvitationForm:
    form = InvitationForm()
    form.offer(db.session.scalars(queries.can_be_invited(circle)))
    return form


@bp.post("/circles/<slug>/organizers")
@member_required
def create_organizer(slug: str) -> ResponseReturnValue:
    """Name somebody an organiser, or take over a circle that has none."""
    circle, user = visible_circle(slug), current_user()
    person = _person(row_id(request.form.get("user_id")))
    try:
        if rules.can_organize(user, queries.participation(circle, user)):
            organizers.name(circle, person, by=user, now=clock.now())
        elif person.id == user.id:
            organizers.take_over(circle, user, now=clock.now())
        else:
            abort(403)
    except organizers.NotInCircle:
        problem = _("Only somebody who takes part can organise the circle.")
    except organizers.HasOrganizer:
        problem = _("The circle has an organiser by now.")
    else:
        db.session.commit()
        named = _("%(name)s organises the circle now.", name=person.name)
        flash(_("You organise the circle now. Thank you!") if person.id == user.id else named, "success")
        return redirect(url_for(".show", slug=slug), 303)
    db.session.rollback()
    flash(problem, "error")
    return redirect(url_for(".show", slug=slug), 303)


def _person(user_id: int | None) -> User:
    person: User = db.one_or_404(people_queries.members().where(User.id == user_id))
    return person


@bp.post("/circles/<slug>/organizers/delete")
@member_required
def delete_organizer(slug: str) -> ResponseReturnValue:
    """Step down and stay in the circle."""
    circle = organized_circle(slug)
    organizers.step_down(circle, current_user(), now=clock.now())
    db.session.commit()
    flash(_("You organise the circle no more and still take part."), "success")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/circles/<slug>/invitations")
@member_required
def create_invitation(slug: str) -> ResponseReturnValue:
    """Ask members in."""
    circle = organized_circle(slug)
    form = _invitation_form(circle)
    if not form.validate_on_submit():
        return _page(circle, form), 422
    asked = invitations.invite(circle, form.user_ids.data or [], by=current_user(), now=clock.now())
    db.session.commit()
    flash(ngettext("%(num)s person is invited.", "%(num)s people are invited.", len(asked)), "success")
    return redirect(url_for(".people", slug=slug), 303)


@bp.post("/circles/<slug>/invitations/<id:user_id>/delete")
@member_required
def delete_invitation(slug: str, user_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    circle = organized_circle(slug)
    invitations.withdraw(circle, user_id, by=current_user(), now=clock.now())
    shutting_out.shut_out(circle, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The invitation is taken back."), "success")
    return redirect(url_for(".people", slug=slug), 303)


@bp.post("/circles/<slug>/people/<id:user_id>/delete")
@member_required
def delete_person(slug: str, user_id: int) -> ResponseReturnValue:
    """Take somebody out of the circle."""
    circle = organized_circle(slug)
    person: User = db.get_or_404(User, user_id)
    try:
        taken = taking_out.take_out(circle, person, by=current_user(), now=clock.now())
    except taking_out.OwnPlace:
        flash(_("To go yourself, leave the circle on its page."), "error")
        return redirect(url_for(".people", slug=slug), 303)
    db.session.commit()
    if taken:
        flash_taken(taken.id, _("%(name)s is no longer in the circle.", name=person.name))
    else:
        # Whoever never was in the circle is not named.
        flash(_("Nobody had to be taken out of the circle."), "success")
    return redirect(url_for(".people", slug=slug), 303)
