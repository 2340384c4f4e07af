"""One group of alerts: its figures, its firings, and what its team decides."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.alerts import queries
from studyhub.alerts.forms import DecisionForm
from studyhub.alerts.models import Alert, AlertGroup, DecisionKind
from studyhub.alerts.reviewing import deciding, drawing, review
from studyhub.alerts.reviewing.review import Line
from studyhub.alerts.reviewing.standing import Standing
from studyhub.alerts.views.blueprint import bp
from studyhub.alerts.views.fetching import any_group, clock_of_nights, decides
from studyhub.alerts.wording import DECISIONS, SOURCES
from studyhub.db import db
from studyhub.drills.running import queries as drills
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.rota.swaps import held
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.web.pages.paging import page_number
from studyhub.words.saying import gettext as _

PAGE_SIZE = 20
PERIOD = relativedelta(months=3)
COMPARED = relativedelta(months=12)
# Long enough to do it, short enough to remember it.
DUE_AFTER = timedelta(days=7)
A_MOMENT = timedelta(seconds=1)


@bp.get("/groups/<id:group_id>/")
@member_required
def show_group(group_id: int) -> str:
    """What rang of one rule for one service, and what was decided."""
    return group_page(any_group(group_id))


def group_page(group: AlertGroup, form: DecisionForm | None = None) -> str:
    """The page of a group; `form` is a decision that was refused."""
    user, now, nights = current_user(), clock.now(), clock_of_nights()
    decisions = queries.decisions([group.id]).get(group.id, [])
    rings = queries.rings_of(group, now - COMPARED, now)
    line = review.line(group, rings, decisions, nights, now - PERIOD, now)
    number = page_number()
    alerts = list(db.session.scalars(queries.alerts_of(group).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)))
    can_decide = decides(user, group)
    if form is None and can_decide:
        form = decision_form(line)
        form.reason.data = _learned(group, user)
    return render_template(
        "alerts/show_group.html",
        group=group,
        line=line,
        earlier=decisions,
        nights=nights,
        drawing=drawing,
        alerts=alerts[:PAGE_SIZE],
        number=number,
        has_next=len(alerts) > PAGE_SIZE,
        actors=_actors(line),
        aliases=queries.aliases_of(group.service),
        marks=_marks(user, alerts, can_decide),
        form=form,
        decisions=DECISIONS,
        sources=SOURCES,
    )


def _learned(group: AlertGroup, user: User) -> str:
    """What a drill on it taught, for whoever comes from there by `?drill=&learned=` and has seen its answer."""
    drill_id, remark_id = (row_id(request.args.get(name)) for name in ("drill", "learned"))
    drill = drills.drill(drill_id, user) if drill_id else None
    if drill is None or drill.scenario.alert_group_id != group.id:
        return ""
    said = drills.remark(drill, remark_id or 0, user)
    return said.text if said else ""


def decision_form(line: Line) -> DecisionForm:
    """The form about a group: what was decided and still stands is chosen, else the likely answer."""
    form = DecisionForm(formdata=None)
    form.offer(_members(line.group.service.team))
    stands = line.decision if line.standing is Standing.DECIDED else None
    form.kind.data = stands.kind if stands else line.suggestion.kind
    form.due_on.data = (clock.now() + DUE_AFTER).date()
    return form


def _members(team: Team) -> list[User]:
    return [row.user for row in db.session.scalars(teams.members_of(team))]


def _actors(line: Line) -> list[tuple[User, int]]:
    """Who acted how often, the most often first."""
    counts = line.figures.actors
    found = db.session.scalars(people.in_order().where(User.id.in_(counts)))
    return sorted(((user, counts[user.id]) for user in found), key=lambda pair: -pair[1])


def _marks(user: User, alerts: list[Alert], can_decide: bool) -> set[int]:
    """The ids of those alerts of which this person says whether anything was done."""
    if can_decide or not alerts:
        return {alert.id for alert in alerts}
    mine = held.held(alerts[-1].starts_at, alerts[0].starts_at + A_MOMENT, user_id=user.id)
    return {alert.id for alert in alerts if any(one.starts_at <= alert.starts_at < one.ends_at for one in mine)}


@bp.post("/groups/<id:group_id>/decisions")
@member_required
def create_decision(group_id: int) -> ResponseReturnValue:
    """Decide about a group, by whoever is in the team that runs its service."""
    group, user = any_group(group_id), current_user()
    if not decides(user, group):
        abort(403)
    form = DecisionForm()
    form.offer(_members(group.service.team))
    if not form.validate_on_submit():
        return group_page(group, form), 422
    deciding.decide(group, form.decided, by=user, now=clock.now())
    db.session.commit()
    flash(_said(form.decided.kind), "success")
    return redirect(url_for(".show_group", group_id=group_id, _anchor="decided"), 303)


def _said(kind: DecisionKind) -> str:
    return _("Decided: %(decision)s.", decision=DECISIONS[kind])
