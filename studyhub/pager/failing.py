"""A pager that does not follow: whoever looks after the rota learns it. Does not commit."""

from datetime import datetime

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.pager import queries
from studyhub.pager.answering import NO_ID, Outcome
from studyhub.pager.gaps import gaps
from studyhub.pager.models import Pager, PagerSpan
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.rota import queries as rotas

# One refusal may be a hiccup.
TOLD_AFTER = 3


def tell(pager: Pager, span: PagerSpan, outcome: Outcome, now: datetime) -> None:
    """Tell the keepers and administrators: once of a pager that is away, once of a span that it does not take.

    Of people whom it does not know once a day for all of them, however many shifts they have.
    """
    if outcome.is_of_all:
        if pager.failures == TOLD_AFTER:
            _tell(f"pager_failing:{now.isoformat()}", outcome, {}, now)
    elif span.attempts == TOLD_AFTER and outcome.trouble == NO_ID:
        unknown = gaps({one.user_id for one in queries.unconfirmed(now)} | {span.user_id})
        of_them = ",".join(str(one.id) for one in unknown)
        about: Payload = {"people": [one.name for one in unknown]}
        _tell(f"pager_failing:{rotas.today(now)}:{of_them}", outcome, about, now)
    elif span.attempts == TOLD_AFTER:
        shift = [span.starts_at.isoformat(), span.ends_at.isoformat(), span.role]
        about = {"people": [span.user.name], "shift": [shift]}
        _tell(f"pager_failing:{span.id}:{now.isoformat()}", outcome, about, now)


def _tell(key: str, outcome: Outcome, about: Payload, now: datetime) -> None:
    payload = {"trouble": outcome.trouble, "said": outcome.said, **about}
    outbox.add_many("pager_failing", [(user, key, payload) for user in who_looks_after()], now=now)


def who_looks_after() -> list[User]:
    """The keepers of the rota and the administrators, each once."""
    found = [*rotas.keepers(), *db.session.scalars(people.administrators())]
    return list(dict.fromkeys(found))
