"""Where the next page of a feed begins: after the moment and the note the last one ended with."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
WRITTEN = re.compile(r"(\d{1,16})-(\d{1,9})", re.ASCII)


class UnreadableCursor(ValueError):
    """No page begins there."""


@dataclass(frozen=True)
class Cursor:
    """The last item of a page: when it was published, and its note."""

    moment: datetime
    note_id: int

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor of an address. Raises UnreadableCursor."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise UnreadableCursor
        return cls(EPOCH + int(found[1]) * MICROSECOND, int(found[2]))

    def written(self) -> str:
        """The cursor as an address carries it."""
        return f"{(self.moment - EPOCH) // MICROSECOND}-{self.note_id}"
