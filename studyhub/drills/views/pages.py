"""Training: which scenarios there are, and a scenario as far as the reader may know it."""

from flask import abort, render_template, request

from studyhub import clock
from studyhub.db import db
from studyhub.drills import queries, scenarios
from studyhub.drills.forms import AttachmentForm
from studyhub.drills.models import ATTACHMENTS_MAX, Scenario
from studyhub.drills.running import queries as running
from studyhub.drills.running.states import KINDS, WORDS
from studyhub.drills.views.blueprint import bp
from studyhub.drills.wheel import shown as wheel
from studyhub.drills.wording import DIFFICULTIES
from studyhub.paths import shown as paths
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.paging import page_number

PAGE_SIZE = 50


def any_scenario(scenario_id: int) -> Scenario:
    """A scenario, whatever became of it; 404 where there is none."""
    return queries.scenario(scenario_id) or abort(404)


@bp.get("/")
@member_required
def index() -> str:
    """What the wheel says, `?spin=` times spun again; then the scenarios, by title and service alone."""
    number, user = page_number(), current_user()
    rows = queries.scenarios().offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)
    found = db.session.scalars(rows).all()
    spun = wheel.wheel(user, wheel.spins(request.args.get("spin")), clock.now())
    return render_template(
        "drills/index.html",
        wheel=spun,
        # Without a session the form says what to do first.
        can_plan=spun.session is None or running.organizes(spun.session.circle_id, user),
        scenarios=found[:PAGE_SIZE],
        seen=queries.seen_ids(user),
        told=running.told_ids(),
        number=number,
        has_next=len(found) > PAGE_SIZE,
        coming=running.coming(user, clock.now()),
        states=WORDS,
        now=clock.now(),
        state_kinds=KINDS,
        difficulties=DIFFICULTIES,
        paths=paths.of_reader(user, clock.now()),
    )


@bp.get("/scenarios/<id:scenario_id>/")
@member_required
def show_scenario(scenario_id: int) -> str:
    """One: its answer for whoever has seen it, its title and service for everybody else."""
    return scenario_page(any_scenario(scenario_id))


def scenario_page(scenario: Scenario, attaching: AttachmentForm | None = None) -> str:
    """The page of a scenario; the form is what was typed and could not be taken."""
    user, scenario_id = current_user(), scenario.id
    secret = queries.secret(scenario, user)
    return render_template(
        "drills/scenarios/show_scenario.html",
        scenario=scenario,
        attachments=queries.attachments(scenario, user),
        attachments_max=ATTACHMENTS_MAX,
        attaching=attaching or AttachmentForm(formdata=None),
        secret=secret,
        can_see=secret is None
        and running.is_revealed(scenario_id, user)
        and not running.is_to_respond(scenario_id, user.id),
        can_take_on=secret is None
        and scenarios.can_take_on(scenario, user)
        and not running.is_to_respond(scenario_id, user.id),
        difficulties=DIFFICULTIES,
        me=user,
    )
