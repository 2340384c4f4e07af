"""Which people there are, and who may see them."""

from sqlalchemy import Select, func, select

from studyhub.db import db
from studyhub.people.models import MEMBERS, Token, TokenPurpose, Unavailability, User, UserState


def by_email(email: str) -> User | None:
    """The person with this normal address."""
    return db.session.scalar(select(User).where(User.email == email))


def in_order() -> Select[User]:
    """Everyone, by their reading; whoever has none by name."""
    return select(User).order_by(func.coalesce(func.nullif(User.kana, ""), User.name), User.id)


def members() -> Select[User]:
    """Everyone who is inside the organisation now."""
    return in_order().where(User.state.in_(MEMBERS))


def in_state(state: UserState) -> Select[User]:
    """Everyone whose account is in this state."""
    return in_order().where(User.state == state)


def administrator_count() -> int:
    """How many people can administer the organisation now."""
    counted = select(func.count()).select_from(User).where(User.is_admin, User.state.in_(MEMBERS))
    return db.session.scalar(counted) or 0


def first_administrator() -> User | None:
    """The administrator who has been one longest."""
    wanted = select(User).where(User.is_admin, User.state.in_(MEMBERS)).order_by(User.id).limit(1)
    return db.session.scalar(wanted)


def open_tokens(purpose: TokenPurpose) -> Select[Token]:
    """Tokens neither used nor revoked, newest first; expired ones too."""
    is_open = (Token.used_at.is_(None), Token.revoked_at.is_(None))
    return select(Token).where(Token.purpose == purpose, *is_open).order_by(Token.created_at.desc(), Token.id.desc())


def unavailabilities(user: User) -> Select[Unavailability]:
    """Days on which a person takes nothing on, in order."""
    mine = select(Unavailability).where(Unavailability.user_id == user.id)
    return mine.order_by(Unavailability.starts_on, Unavailability.id)
