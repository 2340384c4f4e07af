"""A circle whose trail the reader may look at."""

from flask import abort

from studyhub.circles import queries, rules
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.people.auth import current_user


def organized_circle(slug: str) -> Circle:
    """A circle the reader organises; 404 when they may not see it, 403 when only its organisers look at this."""
    user = current_user()
    circle: Circle = db.one_or_404(queries.visible_to(user).where(Circle.slug == slug))
    if not rules.can_organize(user, queries.participation(circle, user)):
        abort(403)
    return circle
