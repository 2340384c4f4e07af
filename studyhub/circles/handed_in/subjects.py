"""What of circles events of the audit trail are about."""

from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.circles import queries
from studyhub.circles.models import Chapter, Circle


def _circle(circle: Circle) -> list[Subject]:
    return [Subject(circle.title, f"/circles/{circle.slug}/")]


def _chapter(chapter: Chapter) -> list[Subject]:
    return [Subject(chapter.title)]


# A chapter is named in the events of its own circle alone, which say nothing to whoever may not open that.
SUBJECTS = (
    SubjectKind(Circle, queries.visible_to, _circle),
    SubjectKind(Chapter, lambda _reader: select(Chapter), _chapter),
)
