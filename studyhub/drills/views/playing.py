"""A drill while it goes on: one page for each part, asked again by script, and one press for each thing."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.forms import ReasonForm
from studyhub.drills.running import casting, playing, queries, read_step, shown
from studyhub.drills.running.models import Drill
from studyhub.drills.running.shown import Part
from studyhub.drills.running.states import LOGGED, TOLD, DrillState, EventKind
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.debriefing import NAMES, debrief_page
from studyhub.drills.views.fetching import visible_drill
from studyhub.drills.views.pages import any_scenario
from studyhub.drills.views.words import Typed, typed_words
from studyhub.people.models import User
from studyhub.web.answers.live import live_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _


@bp.get("/drills/<id:drill_id>/")
@member_required
def show_drill(drill_id: int) -> str:
    """The page of the examiner, or of everybody else."""
    return drill_page(visible_drill(drill_id))


def drill_page(drill: Drill, words: Mapping[int, Typed] | None = None, calling_off: ReasonForm | None = None) -> str:
    """The page of a drill; words, by line, and form are what was typed and could not be taken.

    `?pressed=` says which button of the pad has the focus again.
    """
    user = current_user()
    if drill.state in TOLD:
        return debrief_page(drill)
    seen = shown.watched(drill, user, clock.now())
    beside = shown.beside(drill, user)
    is_examined = seen.part is Part.EXAMINER and drill.state in (DrillState.RUNNING, DrillState.INTERRUPTED)
    template = "drills/running/examine.html" if is_examined else "drills/running/watch.html"
    return render_template(
        template,
        drill=drill,
        seen=seen,
        beside=beside,
        me=user,
        typed=words or {},
        pressed=request.args.get("pressed", ""),
        calling_off=calling_off or ReasonForm(formdata=None),
        **NAMES,
    )


@bp.get("/drills/<id:drill_id>/record")
@member_required
def show_record(drill_id: int) -> Any:
    """What was said so far, as a piece of the page; 304 while nothing is new."""
    user, now = current_user(), clock.now()
    step = read_step.step(drill_id, user, now) or abort(404)

    def write() -> str:
        drill = visible_drill(drill_id)
        return render_template(
            "drills/running/_record.html", drill=drill, seen=shown.watched(drill, user, now), **NAMES
        )

    return live_answer(step, write)


def _act(drill_id: int, act: Callable[[Drill, User], object], **back: Any) -> ResponseReturnValue:
    """Keep the words that were typed, do one thing, commit, and go back to the page, which says what became of it.

    What can no longer be done costs nobody the words.
    """
    drill, user, words = visible_drill(drill_id), current_user(), typed_words()
    if any(one.problem for one in words.values()):
        return drill_page(drill, words), 422
    try:
        _keep(drill, words, user)
        with db.session.begin_nested():
            act(drill, user)
    except (playing.NotExaminer, playing.NotResponder, casting.CannotExamine):
        abort(403)
    except playing.NotNow:
        flash(_("The drill has gone on meanwhile: this is no longer possible."), "warning")
    except playing.NoHintLeft:
        flash(_("All hints are given."), "warning")
    except playing.EnoughLogged:
        flash(_("The record is full. The reveal is still possible."), "warning")
    except playing.NotOpened:
        flash(_("Please open the answer first."), "error")
    except playing.NoResponder:
        flash(_("Somebody has to respond who has not seen the answer."), "error")
    db.session.commit()
    return redirect(url_for(".show_drill", drill_id=drill_id, **back), 303)


def _keep(drill: Drill, words: Mapping[int, Typed], user: User) -> None:
    for event_id, typed in words.items():
        event = queries.event(drill, event_id)
        if event is not None and event.kind in LOGGED:
            playing.put_into_words(drill, event, typed.text, by=user)


@bp.post("/drills/<id:drill_id>/start")
@member_required
def create_start(drill_id: int) -> ResponseReturnValue:
    """Read the symptom out."""
    return _act(drill_id, lambda drill, user: playing.start(drill, by=user, now=clock.now()), pressed="start")


@bp.post("/drills/<id:drill_id>/events/<any(asked, tried, found):press>")
@member_required
def create_event(drill_id: int, press: str) -> ResponseReturnValue:
    """Something was asked, tried or found."""
    return _act(
        drill_id, lambda drill, user: playing.log(drill, EventKind(press), by=user, now=clock.now()), pressed=press
    )


@bp.post("/drills/<id:drill_id>/words")
@member_required
def update_words(drill_id: int) -> ResponseReturnValue:
    """Say lines in words; a text that cannot stand comes back as it was typed."""
    if shown.part_of(visible_drill(drill_id), current_user()) is not Part.EXAMINER:
        abort(403)
    return _act(drill_id, lambda drill, _user: playing.hold(drill), pressed="words")


@bp.post("/drills/<id:drill_id>/hint-request")
@member_required
def create_hint_request(drill_id: int) -> ResponseReturnValue:
    """The responder would like a hint."""
    return _act(drill_id, lambda drill, user: playing.ask_for_hint(drill, by=user, now=clock.now()), _anchor="first")


@bp.post("/drills/<id:drill_id>/hints/<id:number>")
@member_required
def create_hint(drill_id: int, number: int) -> ResponseReturnValue:
    """Give the hint of this number."""
    return _act(
        drill_id, lambda drill, user: playing.give_hint(drill, number, by=user, now=clock.now()), pressed="hint"
    )


@bp.post("/drills/<id:drill_id>/interruption")
@member_required
def create_interruption(drill_id: int) -> ResponseReturnValue:
    """Let the clock stand."""
    return _act(drill_id, lambda drill, user: playing.interrupt(drill, by=user, now=clock.now()), pressed="interrupt")


@bp.post("/drills/<id:drill_id>/interruption/delete")
@member_required
def delete_interruption(drill_id: int) -> ResponseReturnValue:
    """Go on."""
    return _act(drill_id, lambda drill, user: playing.resume(drill, by=user, now=clock.now()), pressed="resume")


@bp.post("/drills/<id:drill_id>/reveal")
@member_required
def create_reveal(drill_id: int) -> ResponseReturnValue:
    """Tell the answer."""
    return _act(drill_id, lambda drill, user: playing.reveal(drill, by=user, now=clock.now()))


@bp.post("/drills/<id:drill_id>/takeover")
@member_required
def create_takeover(drill_id: int) -> ResponseReturnValue:
    """Examine from now on."""
    return _act(drill_id, lambda drill, user: casting.take_over(drill, by=user, now=clock.now()), pressed="takeover")


@bp.post("/scenarios/<id:scenario_id>/sight")
@member_required
def create_sight(scenario_id: int) -> ResponseReturnValue:
    """See the answer, which is noted, once a drill has revealed it: on the page of that drill, if pressed there."""
    user = current_user()
    scenario = any_scenario(scenario_id)
    if not queries.may_see(scenario_id, user):
        abort(403)
    scenarios.note_seen(scenario, user, now=clock.now())
    db.session.commit()
    drill = queries.drill(row_id(request.form.get("drill")) or 0, user)
    if drill is not None and drill.scenario_id == scenario_id:
        return redirect(url_for(".show_drill", drill_id=drill.id), 303)
    return redirect(url_for(".show_scenario", scenario_id=scenario_id), 303)
