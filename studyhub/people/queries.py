"""Which people there are, and who may see them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from studyhub.db import db
from studyhub.people.models import MEMBERS, Token, TokenPurpose, Unavailability, User, UserState
from studyhub.text.searching import searchable


def by_email(email: str) -> User | None:
    """The person with this normal address."""
    return db.session.scalar(select(User).where(User.email == email))


def in_order() -> Select[User]:
    """Everyone, by their reading; whoever has none by name."""
    return select(User).order_by(User.reading, User.id)


def members() -> Select[User]:
    """Everyone who is inside the organisation now."""
    return in_order().where(User.state.in_(MEMBERS))


def pending() -> Select[User]:
    """Everyone who waits until an administrator accepts them."""
    return in_order().where(User.state == UserState.PENDING)


def without_password() -> Select[User]:
    """Everyone who could come and never did: invited, or taken over from a list, and no password set yet."""
    could_come = User.state.in_({*MEMBERS, UserState.INVITED})
    return in_order().where(could_come, User.password_hash.is_(None))


def gone() -> Select[User]:
    """Everyone who was there and no longer is, for whichever reason."""
    return in_order().where(User.state.in_([UserState.SUSPENDED, UserState.LEFT]))


def suspended() -> Select[User]:
    """Everyone who is suspended."""
    return gone().where(User.state == UserState.SUSPENDED)


def left() -> Select[User]:
    """Everyone who has left, without accounts that became part of another one of the same person."""
    return gone().where(User.state == UserState.LEFT, User.merged_into_id.is_(None))


def merged() -> Select[User]:
    """Accounts that became part of another one."""
    return in_order().where(User.merged_into_id.is_not(None)).options(joinedload(User.merged_into))


def counts(lists: Mapping[str, Select[User]]) -> dict[str, int]:
    """How many people each list holds, asked at once."""
    subqueries = [rows.order_by(None).with_only_columns(User.id).subquery() for rows in lists.values()]
    counted = [select(func.count()).select_from(rows).scalar_subquery() for rows in subqueries]
    return dict(zip(lists, db.session.execute(select(*counted)).one(), strict=True))


def matches(texts: Iterable[str], words: str) -> bool:
    """Whether every word stands in one of the texts, however either is written; see `searchable`."""
    places = [searchable(text) for text in texts]
    return all(any(word in place for place in places) for word in searchable(words).split())


def administrator_count() -> int:
    """How many people can administer the organisation now."""
    counted = select(func.count()).select_from(User).where(User.is_admin, User.state.in_(MEMBERS))
    return db.session.scalar(counted) or 0


def administrators() -> Select[User]:
    """Everyone who can administer the organisation now."""
    return members().where(User.is_admin)


def editors() -> Select[User]:
    """Everyone who can release what leaves the organisation."""
    return members().where(User.is_editor)


def first_administrator() -> User | None:
    """The administrator who has been one longest."""
    wanted = select(User).where(User.is_admin, User.state.in_(MEMBERS)).order_by(User.id).limit(1)
    return db.session.scalar(wanted)


def open_tokens(purpose: TokenPurpose) -> Select[Token]:
    """Tokens neither used nor revoked, newest first; expired ones too."""
    is_open = (Token.used_at.is_(None), Token.revoked_at.is_(None))
    return select(Token).where(Token.purpose == purpose, *is_open).order_by(Token.created_at.desc(), Token.id.desc())


def newest_token(
    purpose: TokenPurpose, user: User | None = None, *, email: str | None = None, scope: str | None = None
) -> Token | None:
    """The latest token of a purpose for a person, or for an address; of one scope alone where given."""
    owner = Token.user_id == user.id if user is not None else Token.email == email
    wanted = select(Token).where(Token.purpose == purpose, owner)
    if scope is not None:
        wanted = wanted.where(Token.scope == scope)
    return db.session.scalar(wanted.order_by(Token.created_at.desc(), Token.id.desc()).limit(1))


def unavailabilities(user: User) -> Select[Unavailability]:
    """Days on which a person takes nothing on, in order."""
    mine = select(Unavailability).where(Unavailability.user_id == user.id)
    return mine.order_by(Unavailability.starts_on, Unavailability.id)


def everybody() -> Select[User]:
    """All accounts, whatever became of them."""
    return select(User)


def person(user_id: int) -> Select[User]:
    """One account, whatever became of it."""
    return everybody().where(User.id == user_id)


def own_person(user_id: int) -> Select[User]:
    """One account that has not become part of another one."""
    return person(user_id).where(User.merged_into_id.is_(None))


def own_unavailability(user: User, period_id: int) -> Select[Unavailability]:
    """One of a person's own periods away."""
    return select(Unavailability).where(Unavailability.id == period_id, Unavailability.user_id == user.id)


def invitation(token_id: int) -> Select[Token]:
    """One invitation into the organisation."""
    return select(Token).where(Token.id == token_id, Token.purpose == TokenPurpose.INVITATION)
