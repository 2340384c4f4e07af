"""Reading rounds: the next one, one of them, and the wall."""

from typing import Any

from flask import abort, render_template, request, url_for

from studyhub import clock
from studyhub.actions import meeting_part
from studyhub.actions import queries as actions
from studyhub.actions.models import Decision
from studyhub.circles import queries as circles
from studyhub.meetings.models import Meeting
from studyhub.sos import pages, queries, read_wall
from studyhub.sos.views.blueprint import bp
from studyhub.sos.wording import MOODS, STATES, happening, source
from studyhub.web.answers.live import live_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id

DECISIONS_SHOWN = 10
WORDS = {"moods": MOODS, "states": STATES, "happening": happening, "source": source}


def visible_round(meeting_id: int) -> Meeting:
    """A round the reader may open; 404 otherwise."""
    return queries.round_of(current_user(), meeting_id) or abort(404)


@bp.get("/")
@member_required
def index() -> str:
    """The next round of each circle, and what is unsettled."""
    user = current_user()
    return render_template("sos/index.html", overview=pages.overview(user, now=clock.now()), me=user, **WORDS)


@bp.get("/<id:meeting_id>/")
@member_required
def show(meeting_id: int) -> str:
    """A round: one team after another."""
    user, now = current_user(), clock.now()
    page = pages.round_page(visible_round(meeting_id), user, now=now)
    return render_template(
        "sos/show.html", page=page, me=user, **_settled(page.meeting, f"round.{meeting_id}"), **WORDS
    )


def _settled(meeting: Meeting, back: str) -> dict[str, Any]:
    """What `actions/_of_meeting.html` needs, and what was decided before."""
    user = current_user()
    mine = circles.participation(meeting.circle, user)
    settled = meeting_part.of_meeting(meeting, user, mine, now=clock.now())
    shown = {"settled": settled, "settled_back": back, "suggested": None}
    return {"meeting": meeting, "circle": meeting.circle, "standing": _standing(meeting)} | shown


def _standing(meeting: Meeting) -> list[Decision]:
    """What was decided before and stands: it comes back in each round until somebody drops it."""
    if meeting.is_held(clock.now()):
        return []
    decided = actions.last_decisions(meeting.circle, current_user(), limit=DECISIONS_SHOWN)
    return [one for one in decided if one.meeting_id != meeting.id]


@bp.get("/<id:meeting_id>/wall")
@member_required
def show_wall(meeting_id: int) -> str:
    """One team large, for the far end of the room; `?team=` names it, the first one otherwise."""
    meeting = visible_round(meeting_id)
    return render_template("sos/wall.html", **_on_wall(meeting, read_wall.step(meeting, current_user(), clock.now())))


@bp.get("/<id:meeting_id>/wall/parts")
@member_required
def show_wall_parts(meeting_id: int) -> Any:
    """What of it may have changed, as pieces of that page; 304 while nothing is new."""
    meeting = visible_round(meeting_id)
    step = read_wall.step(meeting, current_user(), clock.now())
    return live_answer(step, lambda: render_template("sos/_wall_parts.html", **_on_wall(meeting, step)))


def _on_wall(meeting: Meeting, step: str) -> dict[str, Any]:
    now = clock.now()
    page = pages.round_page(meeting, current_user(), now=now)
    wall = pages.wall(page, row_id(request.args.get("team")), now=now)
    following = wall.following
    back = f"wall.{meeting.id}.{wall.card.team.id}" if wall.card else f"wall.{meeting.id}"
    next_url = url_for(".show_wall", meeting_id=meeting.id, team=following.team.id) if following else None
    return {"page": page, "wall": wall, "step": step, "next_url": next_url} | _settled(meeting, back) | WORDS
