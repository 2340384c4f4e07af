"""What a reader may have: 404 for what is not theirs to know of, 403 for what they see but cannot change."""

from typing import Any

from flask import abort, redirect, request, url_for

from studyhub.actions import queries, rules
from studyhub.actions.models import Action, Decision
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id

# The pages beside the circle's list from which one presses; a press there leads back to them.
PAGES = {"home": "home.index", "mine": "actions.index_mine"}
ROWS = {
    "meeting": ("meetings.show", ("meeting_id",)),
    "end": ("meetings.show_end", ("meeting_id",)),
    "note": ("notes.show", ("note_id",)),
    "round": ("sos.show", ("meeting_id",)),
    "wall": ("sos.show_wall", ("meeting_id", "team")),
}


def visible_action(action_id: int) -> Action:
    """An action the reader may know of; 404 otherwise."""
    return queries.action(current_user(), action_id) or abort(404)


def visible_decision(decision_id: int) -> Decision:
    """A decision the reader may know of; 404 otherwise."""
    return queries.decision(current_user(), decision_id) or abort(404)


def require_part(circle: Circle) -> None:
    """403 unless the reader is in this circle."""
    if not rules.can_keep(circles.participation(circle, current_user())):
        abort(403)


def back_to(circle: Circle, back: str | None = None) -> str:
    """The address of the page that the form stood in, else of the circle's list."""
    back = back if back is not None else request.args.get("back", "")
    name, *numbers = back.split(".")
    if name in PAGES:
        return url_for(PAGES[name])
    ids = [row_id(number) for number in numbers]
    if name in ROWS and ids and all(ids):
        endpoint, arguments = ROWS[name]
        where: dict[str, Any] = dict(zip(arguments, ids, strict=False))
        return url_for(endpoint, **where, _anchor="settled")
    if name == "circle":
        return url_for("circles.show", slug=circle.slug, _anchor="settled")
    return url_for("actions.index", slug=circle.slug)


def go_back(circle: Circle) -> Any:
    """To that page."""
    return redirect(back_to(circle), 303)
