"""What of paths events of the audit trail are about, for those who see the path."""

from sqlalchemy import Select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.paths.models import Path
from studyhub.paths.queries import paths
from studyhub.people.models import User


def _paths(_reader: User) -> Select[Path]:
    return paths()


def _path(path: Path) -> list[Subject]:
    return [Subject(f"{path.user.name} ・ {path.service.name}", f"/training/paths/{path.id}/")]


SUBJECTS = (SubjectKind(Path, _paths, _path),)
