"""The password of the demo's people: a known one on this machine alone, a random one wherever others can knock."""

import secrets

from sqlalchemy import func, select, update

from studyhub.accounts import passwords
from studyhub.config import Settings
from studyhub.db import db
from studyhub.people import devices
from studyhub.people.models import User
from studyhub.settings import organization

PASSWORD = "studyhub-demo"  # noqa: S105 -- stands in the README
# Without letters and digits that look alike: it is read from a screen and typed.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_CHARS = 4, 4


def choose(settings: Settings) -> str:
    """The password of a demo that is made now; a random one stands nowhere else, so it has to be shown."""
    return random_password() if settings.is_reached_by_others else PASSWORD


def random_password() -> str:
    """Such as "k7mw-9xqe-2hcd-vr4t": 79 bits of chance."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP_CHARS)) for _ in range(GROUPS))


def replace(settings: Settings) -> str | None:
    """Give the people of a demo made on this machine alone another password before others can knock.

    Hands the new one back, or None where nobody has the known one. Ends their sessions. Commits, since nobody may wait
    for a hash to be made.
    """
    if not settings.is_reached_by_others or not organization.current().is_demo:
        return None
    known = [shared for shared in _shared_hashes() if passwords.matches(shared, PASSWORD)]
    if not known:
        return None
    password = random_password()
    new_hash = passwords.hashed(password)
    devices.end_of_all(User.password_hash.in_(known))
    db.session.execute(update(User).where(User.password_hash.in_(known)).values(password_hash=new_hash))
    db.session.commit()
    return password


def _shared_hashes() -> list[str]:
    """Hashes that several people have: only the demo gives one to more than one."""
    shared = select(User.password_hash).where(User.password_hash.is_not(None))
    found = list(db.session.scalars(shared.group_by(User.password_hash).having(func.count() > 1)))
    db.session.rollback()
    return [one for one in found if one]
