"""What of the pager events of the audit trail are about."""

from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.pager.models import Pager
from studyhub.words.saying import gettext


def _pager(_pager: Pager) -> list[Subject]:
    return [Subject(gettext("Pager"), "/oncall/pager/")]


SUBJECTS = (SubjectKind(Pager, lambda _reader: select(Pager), _pager),)
