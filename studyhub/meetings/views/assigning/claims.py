"""A page with one button that mails of wanted chapters lead to, without signing in."""

from flask import abort, current_app, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.assigning.assignments import AssignmentClosed, ChapterTaken, ListenerNeverAsked
from studyhub.meetings.assigning.cover import claiming
from studyhub.meetings.assigning.cover.claim_links import Claim, read_claim
from studyhub.meetings.assigning.cover.claiming import Offer
from studyhub.meetings.views.blueprint import bp
from studyhub.web.guards.guessing import LinkOver, guess_limited


@bp.get("/claims/<token>")
@guess_limited
def show_claim(token: str) -> ResponseReturnValue:
    """Ask before somebody takes a chapter, for programs open every link of a mail; or say whose it is."""
    offer = _offer(token)
    stands = claiming.standing(offer, now=clock.now())
    return render_template(
        "meetings/assigning/claim.html",
        meeting=offer.meeting,
        circle=offer.meeting.circle,
        chapter=offer.chapter,
        stands=stands,
        token=token,
    )


@bp.post("/claims/<token>")
@guess_limited
def create_claim(token: str) -> ResponseReturnValue:
    """Take the chapter. The token alone says who: no cookie is read."""
    try:
        claiming.claim(_offer(token), now=clock.now())
    except (AssignmentClosed, ChapterTaken, ListenerNeverAsked):
        # Somebody was faster, or it is over: the page says so.
        db.session.rollback()
    db.session.commit()
    return redirect(url_for(".show_claim", token=token), 303)


@bp.record_once
def _let_mails_act(state: BlueprintSetupState) -> None:
    # It reads no cookie: another site has nothing to misuse.
    state.app.extensions["csrf"].exempt(create_claim)


def _offer(token: str) -> Offer:
    found: Claim = read_claim(current_app.config["STUDYHUB_SETTINGS"].keys, token, clock.now()) or abort(404)
    offer = claiming.offer_of(found, now=clock.now())
    if offer is None:
        raise LinkOver
    return offer
