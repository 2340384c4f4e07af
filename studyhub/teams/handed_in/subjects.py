"""What of teams events of the audit trail are about."""

from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.teams.models import Team


def _team(team: Team) -> list[Subject]:
    return [Subject(team.name, f"/teams/{team.slug}/")]


SUBJECTS = (SubjectKind(Team, lambda _reader: select(Team), _team),)
