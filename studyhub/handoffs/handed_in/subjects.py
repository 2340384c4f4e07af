"""What of hand-offs events of the audit trail are about: everybody inside reads all of them; never named by a text."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.handoffs.models import Handoff
from studyhub.people.models import User
from studyhub.rota.wording import ROLES
from studyhub.words import dates


def _all(_reader: User) -> Select[Handoff]:
    return select(Handoff).options(joinedload(Handoff.shift))


def _handoff(handoff: Handoff) -> list[Subject]:
    name = f"{dates.when(handoff.ends_at)} {ROLES[handoff.shift.role]}"
    return [Subject(name, f"/oncall/handoffs/{handoff.id}/")]


SUBJECTS = (SubjectKind(Handoff, _all, _handoff),)
