"""What a reader may have: 404 for what is not theirs to know of, 403 for what they see but cannot change."""

from flask import abort

from studyhub.circles import queries, rules
from studyhub.circles.models import Circle
from studyhub.web.guards.auth import current_user, current_user_or_none


def visible_circle(slug: str) -> Circle:
    """A circle the reader may see; 404 otherwise."""
    return queries.visible(current_user_or_none(), slug) or abort(404)


def shown_circle(slug: str) -> Circle:
    """As `visible_circle`, for a page that only reads."""
    return queries.shown(current_user_or_none(), slug) or abort(404)


def organized_circle(slug: str) -> Circle:
    """A circle the reader organises; 404 when they may not see it, 403 when it is others' to change."""
    circle = visible_circle(slug)
    require_organizer(circle)
    return circle


def require_organizer(circle: Circle) -> None:
    """403 unless the reader organises this circle."""
    if not is_organizer(circle):
        abort(403)


def is_organizer(circle: Circle) -> bool:
    """Whether the reader organises this circle."""
    user = current_user()
    return rules.can_organize(user, queries.participation(circle, user))
