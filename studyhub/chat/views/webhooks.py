"""Webhooks of circles and teams: for whoever looks after them."""

from flask import abort, current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from studyhub import clock
from studyhub.chat import answering, resting, testing, troubles, webhooks
from studyhub.chat.forms import WebhookForm
from studyhub.chat.models import Webhook
from studyhub.chat.views.blueprint import bp
from studyhub.chat.webhooks import Owner, TooManyWebhooks
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings.assigning.cover import calling
from studyhub.outgoing.turns import Busy
from studyhub.settings import organization
from studyhub.teams import queries as teams
from studyhub.teams import rules, slugs
from studyhub.teams.memberships import TeamClosed
from studyhub.teams.models import Team
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/circles/<slug>/chat/")
@member_required
def index_circle(slug: str) -> str:
    """The webhooks of a circle."""
    return _page(organized_circle(slug), WebhookForm())


@bp.post("/circles/<slug>/chat/")
@member_required
def create_for_circle(slug: str) -> ResponseReturnValue:
    """One more for a circle."""
    return _create(organized_circle(slug))


@bp.get("/teams/<slug>/chat/")
@member_required
def index_team(slug: str) -> str:
    """The webhooks of a team."""
    return _page(_managed_team(slug), WebhookForm())


@bp.post("/teams/<slug>/chat/")
@member_required
def create_for_team(slug: str) -> ResponseReturnValue:
    """One more for a team."""
    return _create(_managed_team(slug))


@bp.post("/webhooks/<id:webhook_id>/test")
@member_required
def create_test(webhook_id: int) -> ResponseReturnValue:
    """Send a text now, and say what came back."""
    webhook = _managed(webhook_id)
    back = webhooks.path(webhook.owner)
    try:
        with testing.TURNS.turn():
            _test(webhook)
    except Busy:
        flash(_("Other tests are on their way. Please try again in a moment."), "error")
    return redirect(back, 303)


def _test(webhook: Webhook) -> None:
    by, now, webhook_id = current_user(), clock.now(), webhook.id
    with force_locale(organization.current().language):
        text = testing.words(webhook)
    address, form = webhook.address, webhook.form
    # Counted, and committed before the chat is asked: it may take seconds.
    webhooks.record("webhook.tested", webhook, by=by, now=now)
    db.session.commit()
    outcome = answering.send(address, form, text, internal=current_app.config["STUDYHUB_SETTINGS"].internal_hosts)
    is_there = testing.note(webhook_id, outcome, now=now)
    db.session.commit()
    if not is_there:
        flash(_("The webhook was deleted meanwhile."), "error")
    elif outcome == answering.FINE:
        flash(_("The test arrived. Please look into the chat."), "success")
    else:
        flash(_("The test did not arrive. %(trouble)s", trouble=troubles.said(outcome)), "error")


@bp.post("/webhooks/<id:webhook_id>/delete")
@member_required
def delete(webhook_id: int) -> ResponseReturnValue:
    """Tell it nothing more."""
    webhook = _managed(webhook_id)
    back = webhooks.path(webhook.owner)
    webhooks.delete(webhook, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The webhook is deleted, and its address with it."), "success")
    return redirect(back, 303)


def _create(owner: Owner) -> ResponseReturnValue:
    form = WebhookForm()
    if not form.validate_on_submit():
        form.ask_for_address_again()
        return _page(owner, form), 422
    try:
        webhooks.add(owner, form.new(), by=current_user(), now=clock.now())
    except TooManyWebhooks:
        db.session.rollback()
        form.name.errors = [_("There are as many as there may be. Please delete one first.")]
        form.ask_for_address_again()
        return _page(owner, form), 422
    except TeamClosed:
        abort(404)
    db.session.commit()
    flash(_("The webhook is added. Please send a test."), "success")
    return redirect(webhooks.path(owner), 303)


def _page(owner: Owner, form: WebhookForm) -> str:
    found = webhooks.of(owner)
    return render_template(
        "chat/webhooks.html",
        owner=owner,
        is_team=isinstance(owner, Team),
        here=webhooks.path(owner),
        webhooks=found,
        resting=resting.resting({one.host for one in found}, clock.now()),
        form=form,
        days_ahead=calling.AHEAD.days,
        trouble=troubles.said,
    )


def _managed(webhook_id: int) -> Webhook:
    webhook = webhooks.find(webhook_id) or abort(404)
    if webhook.circle is not None:
        organized_circle(webhook.circle.slug)
    elif webhook.team is not None:
        _managed_team(webhook.team.slug)
    return webhook


def _managed_team(slug: str) -> Team:
    team = slugs.present_team(slug)
    if team is None or team.closed_at is not None:
        abort(404)
    user = current_user()
    if not rules.can_manage_members(user, is_lead=teams.is_lead(user, team)):
        abort(403)
    return team
