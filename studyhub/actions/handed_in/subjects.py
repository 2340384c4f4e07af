"""What of decisions and actions events of the audit trail are about: never named by their text."""

from sqlalchemy import Select, select

from studyhub.actions import queries
from studyhub.actions.models import Action, Decision
from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.people import readers
from studyhub.people.models import User


def _seen_actions(reader: User) -> Select[Action]:
    return select(Action).where(queries.is_visible(Action, is_member=readers.is_member(reader)))


def _seen_decisions(reader: User) -> Select[Decision]:
    return select(Decision).where(queries.is_visible(Decision, is_member=readers.is_member(reader)))


def _said(_row: Action | Decision) -> list[Subject]:
    return []


SUBJECTS = (SubjectKind(Action, _seen_actions, _said), SubjectKind(Decision, _seen_decisions, _said))
