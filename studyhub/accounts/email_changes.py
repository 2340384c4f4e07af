"""Another e-mail address for an account. Nothing here commits."""

from datetime import datetime

from studyhub.accounts import members
from studyhub.audit import trail
from studyhub.delivery import outbox
from studyhub.people import queries, tokens
from studyhub.people.models import TokenPurpose, User


def change(user: User, email: str, *, by: User | None, now: datetime) -> None:
    """Take another normal address to sign in with; the old one is told, and links that were sent there end.

    Raises members.EmailTaken.
    """
    if user.email == email:
        return
    members.lock_accounts()
    if queries.by_email(email) is not None:
        raise members.EmailTaken(email)
    before, user.email = user.email, email
    tokens.revoke_all(TokenPurpose.RESET, email=before, now=now)
    event = trail.record("user.address_changed", user, by=by, now=now)
    payload = {"before": before, "after": email}
    outbox.add("address_changed", user, address=before, key=f"address_left:{event.id}", payload=payload, now=now)
    outbox.add("address_changed", user, key=f"address_changed:{event.id}", payload=payload, now=now)
