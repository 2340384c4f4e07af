"""What was done to an account, in words."""

from studyhub.people.models import User, UserState
from studyhub.words.saying import gettext as _


def moved_words(person: User, before: UserState) -> str:
    """One sentence about an account that was in another state, or in the same: then nothing had to be done."""
    words = {
        UserState.ACTIVE: _back_words(person.name, before),
        UserState.ON_LEAVE: _("%(name)s is on leave now.", name=person.name),
        UserState.SUSPENDED: _("The account of %(name)s is suspended.", name=person.name),
        UserState.LEFT: _left_words(person.name, before),
    }
    return str(words.get(person.state, _("The account of %(name)s is changed.", name=person.name)))


def _back_words(name: str, before: UserState) -> str:
    words = {
        UserState.PENDING: _("The account of %(name)s is accepted.", name=name),
        UserState.ON_LEAVE: _("%(name)s is back from leave.", name=name),
        UserState.SUSPENDED: _("The suspension of %(name)s is over.", name=name),
    }
    return str(words.get(before, _("%(name)s is a member again.", name=name)))


def _left_words(name: str, before: UserState) -> str:
    if before is UserState.PENDING:
        return _("The account of %(name)s is refused.", name=name)
    return _("%(name)s has left the organisation.", name=name)
