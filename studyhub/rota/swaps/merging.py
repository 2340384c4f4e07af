"""Two accounts of one person that become one, as far as swaps name both."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.swaps.models import SwapAsk


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Let a person be asked once where both accounts were. Does not commit."""
    other = aliased(SwapAsk)
    twice = select(other.swap_id).where(other.user_id == staying.id).scalar_subquery()
    asked = delete(SwapAsk).where(SwapAsk.user_id == going.id, SwapAsk.swap_id.in_(twice))
    db.session.execute(asked, execution_options={"synchronize_session": False})
