"""Adding links to a chapter, taking them away, putting them in order. Rules: docs/rules.md, Material.

Nothing here commits.
"""

from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.material import queries
from studyhub.meetings.material.models import ChapterLink
from studyhub.meetings.models import Meeting
from studyhub.people.models import User

TITLE_MAX_CHARS = 120
LINKS_MAX = 10


class EnoughLinks(Exception):
    """A chapter has ten links already."""


def add(meeting: Meeting, chapter: Chapter, title: str, url: str, *, by: User, now: datetime) -> ChapterLink:
    """Add a link behind the others; an address that is there already gets the title. Raises EnoughLinks."""
    links = _lock(chapter)
    if known := next((one for one in links if one.url == url), None):
        if known.title != title:
            known.title = title
            trail.record("chapter.link_added", chapter, by=by, now=now, circle_id=meeting.circle_id)
        return known
    if len(links) >= LINKS_MAX:
        raise EnoughLinks
    position = links[-1].position + 1 if links else 0
    link = ChapterLink(chapter_id=chapter.id, position=position, title=title, url=url, added_by_id=by.id, added_at=now)
    db.session.add(link)
    trail.record("chapter.link_added", chapter, by=by, now=now, circle_id=meeting.circle_id)
    return link


def remove(meeting: Meeting, chapter: Chapter, link_id: int, *, by: User, now: datetime) -> None:
    """Take a link away; twice is harmless."""
    for link in _lock(chapter):
        if link.id == link_id:
            db.session.delete(link)
            trail.record("chapter.link_removed", chapter, by=by, now=now, circle_id=meeting.circle_id)


def move_up(meeting: Meeting, chapter: Chapter, link_id: int, *, by: User, now: datetime) -> None:
    """Put a link before the one in front of it; the first stays."""
    links = _lock(chapter)
    index = next((number for number, one in enumerate(links) if one.id == link_id), 0)
    if index == 0:
        return
    links[index - 1], links[index] = links[index], links[index - 1]
    for position, link in enumerate(links):
        link.position = position
    trail.record("chapter.links_ordered", chapter, by=by, now=now, circle_id=meeting.circle_id)


def join(chapter: Chapter, following: Chapter) -> None:
    """Put the links of a chapter that becomes part of another one behind its own, none left out."""
    links = _lock(chapter)
    for position, link in enumerate(queries.of_chapter(following), start=len(links)):
        link.chapter_id, link.position = chapter.id, position
    for position, link in enumerate(links):
        link.position = position
    db.session.flush()


def _lock(chapter: Chapter) -> list[ChapterLink]:
    """The links in order; two who change them wait for each other here."""
    db.session.scalar(select(Chapter.id).where(Chapter.id == chapter.id).with_for_update())
    return queries.of_chapter(chapter)
