"""What of the pager events of the audit trail are about."""

from flask_babel import gettext
from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.pager.models import Pager


def _pager(_pager: Pager) -> list[Subject]:
    return [Subject(gettext("Pager"), "/oncall/pager/")]


SUBJECTS = (SubjectKind(Pager, lambda _reader: select(Pager), _pager),)
