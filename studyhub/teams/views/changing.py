"""Making, naming, merging and closing teams: for administrators."""

from flask import abort, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.accounts.fields import written
from studyhub.db import db
from studyhub.handing_in import parts_of_teams
from studyhub.people import queries as people_queries
from studyhub.people.models import User
from studyhub.teams import memberships, queries, reorganizing, slugs
from studyhub.teams.forms import TeamForm
from studyhub.teams.models import Team
from studyhub.teams.views.blueprint import bp
from studyhub.teams.views.fetching import edit_page, merge_form, team_at
from studyhub.teams.views.pages import index_page
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@bp.post("/")
@admin_required
def create() -> ResponseReturnValue:
    """A new team."""
    form = TeamForm()
    if not form.validate_on_submit():
        return index_page(form), 422
    try:
        team = memberships.create_team(written(form.name), slug=written(form.slug), by=current_user(), now=clock.now())
    except (memberships.NameTaken, slugs.SlugTaken) as taken:
        db.session.rollback()
        _say_taken(form, taken)
        return index_page(form), 422
    db.session.commit()
    flash(_("%(team)s is there. Now put people in it.", team=team.name), "success")
    return redirect(url_for(".show", slug=team.slug), 303)


def _say_taken(form: TeamForm, taken: memberships.NameTaken | slugs.SlugTaken) -> None:
    if isinstance(taken, memberships.NameTaken):
        form.name.errors = [_("Another team has this name.")]
    else:
        form.slug.errors = [_("Another team has this address, or had it before.")]


@bp.post("/<slug>/")
@admin_required
def update(slug: str) -> ResponseReturnValue:
    """Another name, another address."""
    team, form, user, now = team_at(slug), TeamForm(), current_user(), clock.now()
    if not form.validate_on_submit():
        return edit_page(team, form), 422
    try:
        memberships.rename_team(team, written(form.name), by=user, now=now)
        reorganizing.change_slug(team, written(form.slug) or team.slug, by=user, now=now)
    except (memberships.NameTaken, slugs.SlugTaken) as taken:
        db.session.rollback()
        _say_taken(form, taken)
        return edit_page(team, form), 422
    db.session.commit()
    flash(_("The team is saved."), "success")
    return redirect(url_for(".show", slug=team.slug), 303)


@bp.post("/<slug>/merge")
@admin_required
def merge(slug: str) -> ResponseReturnValue:
    """Let everybody be in another team, and close this one."""
    team = team_at(slug)
    form = merge_form(team)
    if not form.validate_on_submit():
        abort(400)
    into: Team = db.one_or_404(queries.teams().where(Team.id == form.team_id.data))
    try:
        moved = reorganizing.merge(team, into, parts_of_teams(current_app), by=current_user(), now=clock.now())
    except memberships.TeamClosed:
        flash(_("One of the two teams is closed meanwhile; nothing was changed."), "error")
        return redirect(url_for(".show", slug=team.slug), 303)
    db.session.commit()
    flash(
        ngettext(
            "%(team)s is closed: %(num)s person moved to %(into)s.",
            "%(team)s is closed: %(num)s people moved to %(into)s.",
            moved,
            team=team.name,
            into=into.name,
        ),
        "success",
    )
    return redirect(url_for(".show", slug=into.slug), 303)


@bp.post("/<slug>/close")
@admin_required
def close(slug: str) -> ResponseReturnValue:
    """Take everybody out and let the team be no more."""
    team = team_at(slug)
    try:
        members = reorganizing.close(team, parts_of_teams(current_app), by=current_user(), now=clock.now())
    except reorganizing.StillHas as still:
        db.session.rollback()
        flash(still.words, "error")
        return redirect(url_for(".edit", slug=slug), 303)
    taken_out = [user.id for user in members]
    db.session.commit()
    left = people_queries.counts({"": queries.without_team().where(User.id.in_(taken_out))})[""]
    flash(_closed_words(team, left), "success")
    # Whoever is in no team now is to be put in another one; else the teams that are left.
    return redirect(url_for("people.index", show="without_team") if left else url_for(".index"), 303)


def _closed_words(team: Team, left: int) -> str:
    if not left:
        return _("%(team)s is closed.", team=team.name)
    return ngettext(
        "%(team)s is closed: %(num)s person who was in it is in no team now.",
        "%(team)s is closed: %(num)s people who were in it are in no team now.",
        left,
        team=team.name,
    )


@bp.post("/<slug>/reopen")
@admin_required
def reopen(slug: str) -> ResponseReturnValue:
    """Let there be a closed or merged team again."""
    team: Team = db.one_or_404(queries.closed_teams().where(Team.slug == slug))
    reorganizing.reopen(team, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(team)s is there again. Put people in it.", team=team.name), "success")
    return redirect(url_for(".show", slug=team.slug), 303)
