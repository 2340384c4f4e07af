"""What of accounts events of the audit trail are about."""

from sqlalchemy import select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.people.models import Token, User


def _person(person: User) -> list[Subject]:
    return [Subject(person.name, f"/people/{person.id}/")]


def _token(token: Token) -> list[Subject]:
    return [Subject(token.email or "")]


SUBJECTS = (
    SubjectKind(User, lambda _reader: select(User), _person),
    SubjectKind(Token, lambda _reader: select(Token), _token),
)
