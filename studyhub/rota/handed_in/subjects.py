"""What of the rota events of the audit trail are about."""

from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.rota.models import Rota


def _rota(rota: Rota) -> list[Subject]:
    return [Subject(rota.name, f"/oncall/rotas/{rota.id}/")]


SUBJECTS = (SubjectKind(Rota, lambda _reader: select(Rota), _rota),)
