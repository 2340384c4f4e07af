"""What comes of asking another server: an answer, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """Why there is no answer."""

    NOT_ALLOWED = "not_allowed"
    AWAY = "away"
    SLOW = "slow"
    LEADS_ELSEWHERE = "leads_elsewhere"
    TOO_LARGE = "too_large"


class NoAnswer(Exception):
    """There is none; `trouble` says why. It never holds the address, which may be a secret."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Answer:
    """What a server answered, whatever its status; names of headers in small letters."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def is_fine(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300
