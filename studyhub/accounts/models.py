"""Tries that did not succeed, kept as long as they count."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class AttemptKind(StrEnum):
    """What was tried; each kind is counted by itself."""

    SIGN_IN = "sign_in"
    LINK_REQUEST = "link_request"
    CHECKIN = "checkin"
    SECRET = "secret"  # noqa: S105 -- the name of a kind


class Attempt(Base):
    """One try that failed, or whose outcome is not known yet.

    Whose account was meant is kept as a hash: people type passwords where their address belongs.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_kind_at", "kind", "at"),
        Index("ix_attempt_kind_account_hash_at", "kind", "account_hash", "at"),
        Index("ix_attempt_kind_network_at", "kind", "network", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AttemptKind]
    account_hash: Mapped[str | None]
    network: Mapped[str]
    at: Mapped[datetime]
