"""What of mail waits for a person on their first page."""

from datetime import datetime

from studyhub.delivery import standing
from studyhub.delivery.standing import Concern
from studyhub.people.models import User


def concerns(user: User, now: datetime) -> list[Concern]:
    """For administrators: what is wrong with mail, as the one thing that waits."""
    concern = standing.concern(now) if user.is_admin else None
    return [concern] if concern else []
