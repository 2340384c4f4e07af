"""What a reader may have: 404 for what is not theirs to know of, 403 for what they see but cannot change."""

from flask import abort

from studyhub.circles import queries, rules
from studyhub.circles.models import Circle
from studyhub.people.auth import current_user, current_user_or_none


def visible_circle(slug: str) -> Circle:
    """A circle the reader may see; 404 otherwise."""
    return queries.visible(current_user_or_none(), slug) or abort(404)


def organized_circle(slug: str) -> Circle:
    """A circle the reader organises; 404 when they may not see it, 403 when it is others' to change."""
    circle = visible_circle(slug)
    user = current_user()
    if not rules.can_organize(user, queries.participation(circle, user)):
        abort(403)
    return circle
