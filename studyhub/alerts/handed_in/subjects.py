"""What of alerts events of the audit trail are about: everybody inside reads all of them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from studyhub.alerts.models import Alert, AlertGroup, AlertIntake, AlertSettings
from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.people.models import User


def _alerts(_reader: User) -> Select[Alert]:
    return select(Alert)


def _groups(_reader: User) -> Select[AlertGroup]:
    return select(AlertGroup).options(joinedload(AlertGroup.service))


def _alert(alert: Alert) -> list[Subject]:
    return [Subject(alert.rule, f"/oncall/alerts/groups/{alert.group_id}/" if alert.group_id else "/oncall/alerts/")]


def _group(group: AlertGroup) -> list[Subject]:
    return [Subject(f"{group.service.name} {group.rule}", f"/oncall/alerts/groups/{group.id}/")]


def _intake(intake: AlertIntake) -> list[Subject]:
    return [Subject(intake.name, "/oncall/alerts/intakes/")]


def _settings(_settings: AlertSettings) -> list[Subject]:
    return []


SUBJECTS = (
    SubjectKind(Alert, _alerts, _alert),
    SubjectKind(AlertGroup, _groups, _group),
    SubjectKind(AlertIntake, lambda _reader: select(AlertIntake), _intake),
    SubjectKind(AlertSettings, lambda _reader: select(AlertSettings), _settings),
)
