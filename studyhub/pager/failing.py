"""A pager that does not follow: whoever looks after the rota learns it. Does not commit."""

from datetime import datetime

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.pager.answering import Outcome
from studyhub.pager.models import Pager, PagerSpan
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.rota import queries as rotas

# One refusal may be a hiccup.
TOLD_AFTER = 3


def tell(pager: Pager, span: PagerSpan, outcome: Outcome, now: datetime) -> None:
    """Tell the keepers and administrators: once of a pager that is away, once of a span that it does not take."""
    if outcome.is_of_all and pager.failures == TOLD_AFTER:
        _tell(f"pager_failing:{now.isoformat()}", outcome, now)
    elif not outcome.is_of_all and span.attempts == TOLD_AFTER:
        _tell(f"pager_failing:{span.id}:{now.isoformat()}", outcome, now)


def _tell(key: str, outcome: Outcome, now: datetime) -> None:
    payload = {"trouble": outcome.trouble, "said": outcome.said}
    outbox.add_many("pager_failing", [(user, key, payload) for user in who_looks_after()], now=now)


def who_looks_after() -> list[User]:
    """The keepers of the rota and the administrators, each once."""
    found = [*rotas.keepers(), *db.session.scalars(people.administrators())]
    return list(dict.fromkeys(found))
