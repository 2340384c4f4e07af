"""What of services events of the audit trail are about: everybody inside reads all of them; never named by a text."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.people.models import User
from studyhub.services.models import Quirk, Service


def _all_services(_reader: User) -> Select[Service]:
    return select(Service)


def _all_quirks(_reader: User) -> Select[Quirk]:
    return select(Quirk).options(joinedload(Quirk.service))


def _service(service: Service) -> list[Subject]:
    return [Subject(service.name, f"/services/{service.id}/")]


def _quirk(quirk: Quirk) -> list[Subject]:
    return _service(quirk.service)


SUBJECTS = (SubjectKind(Service, _all_services, _service), SubjectKind(Quirk, _all_quirks, _quirk))
