"""Who was in the pool when the worker looked last."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User


class PoolMember(Base):
    """Somebody who was in the pool, since when. Who is in it now is worked out from readiness, never read here."""

    __tablename__ = "pool_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    since: Mapped[datetime]

    user: Mapped[User] = relationship()
