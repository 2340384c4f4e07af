"""What of private addresses events of the audit trail are about: their names, for whoever may make them."""

from sqlalchemy import Select, select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.duty.models import DutyAddress
from studyhub.people.models import User


def _seen(reader: User) -> Select[DutyAddress]:
    may = reader.is_member and (reader.is_rota_keeper or reader.is_admin)
    return select(DutyAddress) if may else select(DutyAddress).where(DutyAddress.id < 0)


def _address(address: DutyAddress) -> list[Subject]:
    return [Subject(address.name, "/oncall/addresses/")]


SUBJECTS = (SubjectKind(DutyAddress, _seen, _address),)
