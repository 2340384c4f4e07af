"""The crew and the rota of the tests of the rota, and a session that was held."""

from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of
from tests.rota.conftest import crew, keeper, published, rota

__all__ = ["crew", "keeper", "published", "rota"]


def hold(cast: Cast, number: int = 0) -> None:
    """Let Botan present in a session, of which Aki is facilitator and Botan scribe, and confirm it."""
    meeting = cast.meetings[number]
    meeting.facilitator_id, meeting.scribe_id = cast.aki.id, cast.botan.id
    chapter = chapter_of(meeting)
    assignments.claim(meeting, chapter, cast.botan, now=NOON)
    sheet = Sheet(present={cast.aki.id, cast.botan.id}, read={chapter.id})
    attending.confirm(meeting, sheet, by=cast.aki, now=after(meeting, hours=1))
    db.session.commit()
