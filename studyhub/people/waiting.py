"""What questions about what waits for a person are asked with: who, when, since when, and how much is shown."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam

from studyhub.people.models import User

SHOWN = 10
# Older things are history, not something to nag about.
REMEMBERED_DAYS = 60

NOW: BindParameter[datetime] = bindparam("now")
SINCE: BindParameter[datetime] = bindparam("since")


def asked_by(user: User, now: datetime) -> dict[str, Any]:
    """What such a question is executed with: `readers.READER`, NOW and SINCE."""
    return {"reader": user.id, "now": now, "since": now - timedelta(days=REMEMBERED_DAYS)}
