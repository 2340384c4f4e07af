"""What acts of accounts are called that ask for the password again, by their endpoints."""

from collections.abc import Callable
from typing import Any

from studyhub.db import db
from studyhub.people import queries as people
from studyhub.words.saying import gettext as _


def _invited(token_id: int) -> str:
    """The address of an invitation."""
    return str(db.one_or_404(people.invitation(token_id)).email)


ACTS: dict[str, Callable[..., Any]] = {
    "invitations.create": lambda: _("Invite people"),
    "invitations.delete": lambda token_id: _("Take the invitation of %(email)s back", email=_invited(token_id)),
    "invitations.update": lambda token_id: _("Invite %(email)s again", email=_invited(token_id)),
}
