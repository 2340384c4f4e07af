"""What the page of a meeting shows of its thoughts and of one's own reading: a fixed number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.circles.models import Chapter, Format
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts.queries import ChapterTalk
from studyhub.people.models import User


@dataclass(frozen=True)
class ToRead:
    """A chapter to read, and whether the reader has ticked it."""

    chapter: Chapter
    is_read: bool


@dataclass(frozen=True)
class ThoughtsPage:
    """What is said, its step for the script that asks for more, and what the reader prepares."""

    talk: Sequence[ChapterTalk]
    step: str
    to_read: Sequence[ToRead]
    is_read_before: bool

    @property
    def is_prepared(self) -> bool:
        """Whether everything is read."""
        return all(one.is_read for one in self.to_read)


def thoughts_page(
    meeting: Meeting,
    chapters: Sequence[Chapter],
    step: str,
    user: User | None,
    now: datetime,
    *,
    together: Collection[int] = (),
    has_any: bool,
) -> ThoughtsPage | None:
    """What this reader sees of a meeting with these chapters; those that are read `together` in it nobody prepares.

    None where they may read no thoughts, which the step is empty for, or there is no chapter to think about. `has_any`
    is whether anything was ever said about one.
    """
    if user is None or not step or not chapters:
        return None
    read = thought_queries.has_read(user, [chapter.id for chapter in chapters])
    is_on = meeting.state is not MeetingState.CANCELLED
    is_before = meeting.effective_format is not Format.READ_TOGETHER and not meeting.has_begun(now)
    mine = [chapter for chapter in chapters if not is_before or chapter.id not in together]
    return ThoughtsPage(
        talk=thought_queries.talk_about(chapters, user, now) if has_any else [ChapterTalk(one, []) for one in chapters],
        step=step,
        to_read=[ToRead(chapter, chapter.id in read) for chapter in mine] if is_on else [],
        is_read_before=is_before,
    )
