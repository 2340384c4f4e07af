"""Since when people of the demo are in the company: never later than the first circle they joined.

The days in people.csv stay, while the story is told backwards from the day on which it is made. Does not commit.
"""

from sqlalchemy import func, select

from studyhub import zones
from studyhub.circles.models import Participation
from studyhub.db import db
from studyhub.people.models import User
from studyhub.settings import organization


def move_up() -> None:
    """Whoever joined a circle before they came came on the first of that month."""
    zone = organization.current().time_zone
    first = select(User, func.min(Participation.joined_at)).join(Participation, Participation.user_id == User.id)
    for user, joined_at in db.session.execute(first.group_by(User.id)):
        joined_on = zones.in_zone(joined_at, zone).date()
        if user.joined_on is not None and user.joined_on > joined_on:
            user.joined_on = joined_on.replace(day=1)
