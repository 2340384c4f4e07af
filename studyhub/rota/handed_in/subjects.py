"""What of the rota events of the audit trail are about."""

from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.rota.collecting.models import Collection
from studyhub.rota.models import Rota, RotaRules, Shift
from studyhub.rota.wording import ROLES
from studyhub.words import dates
from studyhub.words.saying import gettext


def _rota(rota: Rota) -> list[Subject]:
    return [Subject(rota.name, f"/oncall/rotas/{rota.id}/")]


def _rules(_rules: RotaRules) -> list[Subject]:
    return [Subject(gettext("Rules of the rota"), "/oncall/rules/")]


def _collection(collection: Collection) -> list[Subject]:
    span = f"{collection.starts_on.isoformat()} – {collection.ends_on.isoformat()}"
    return [Subject(span, f"/oncall/collections/{collection.id}/")]


def _shift(shift: Shift) -> list[Subject]:
    name = f"{dates.day(shift.starts_at)} {ROLES[shift.role]}"
    return [Subject(name, f"/oncall/shifts/{shift.id}/")]


SUBJECTS = (
    SubjectKind(Collection, lambda _reader: select(Collection), _collection),
    SubjectKind(Rota, lambda _reader: select(Rota), _rota),
    SubjectKind(RotaRules, lambda _reader: select(RotaRules), _rules),
    SubjectKind(Shift, lambda _reader: select(Shift), _shift),
)
