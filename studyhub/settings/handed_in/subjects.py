"""What of settings events of the audit trail are about."""

from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.settings.models import ClosedDay


def _closed_day(closed: ClosedDay) -> list[Subject]:
    return [Subject(closed.name)]


SUBJECTS = (SubjectKind(ClosedDay, lambda _reader: select(ClosedDay), _closed_day),)
