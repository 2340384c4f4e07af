"""Which secret key the database was last used with."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class KeyFingerprint(Base):
    """The fingerprint of the one secret key that goes with this database; it does not reveal the key."""

    __tablename__ = "key_fingerprint"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    fingerprint: Mapped[str]
    noted_at: Mapped[datetime]
