"""A swap costs the same in a rota of a year as in one of a month, by what is asked and by what is read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select

from studyhub import clock
from studyhub.db import Base, db
from studyhub.delivery.models import OutboxMessage
from studyhub.people.models import User
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps import hours
from studyhub.rota.swaps.finding import candidates
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.models import Swap, SwapAsk
from tests.cast import NOON, Cast
from tests.meetings.scenes import statements

# A night of the first days has as much around it in both.
MONTH = date(2026, 12, 7), date(2027, 1, 10)
MONTHS = 12


@dataclass
class Cost:
    """How often the database was asked, and how many rows became objects."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0


@pytest.fixture
def month(crew: list[User], keeper: User) -> Rota:
    made = drafting.make("月", *MONTH, by=keeper, now=NOON)
    publishing.publish(drafting.draft(made, by=keeper, now=NOON), by=keeper, now=NOON)
    db.session.commit()
    return made


def test_a_swap_asks_and_reads_no_more_in_a_rota_of_a_year(cast: Cast, month: Rota) -> None:
    clock.start_at(NOON)
    in_a_month = costs(cast)

    make_a_year_of(month)
    in_a_year = costs(cast)

    assert {act: len(cost.statements) for act, cost in in_a_year.items()} == {
        act: len(cost.statements) for act, cost in in_a_month.items()
    }
    assert {act: cost.rows for act, cost in in_a_year.items()} == {act: cost.rows for act, cost in in_a_month.items()}


def make_a_year_of(rota: Rota) -> None:
    """Its shifts again, month after month, until it is a year long."""
    shifts = queries.shifts_of(rota)
    days = (rota.ends_on - rota.starts_on).days + 1
    further = [again(shift, timedelta(days=days * number)) for number in range(1, MONTHS) for shift in shifts]
    db.session.add_all(further)
    rota.ends_on += timedelta(days=days * (MONTHS - 1))
    hours.note(further)
    db.session.commit()


def again(shift: Shift, later: timedelta) -> Shift:
    copied = {name: getattr(shift, name) for name in ("rota_id", "kind", "role", "points", "user_id", "reason")}
    moved = {"day": shift.day + later, "starts_at": shift.starts_at + later, "ends_at": shift.ends_at + later}
    return Shift(**copied, **moved, changed_at=NOON)


def costs(cast: Cast) -> dict[str, Cost]:
    """What the first night costs to be looked at, given away, accepted and given back, by the buttons of its page."""
    db.session.execute(delete(SwapAsk))
    db.session.execute(delete(Swap))
    db.session.execute(delete(OutboxMessage))
    db.session.commit()
    night = db.session.scalars(select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    giver = night.user
    assert giver is not None
    taker = candidates.offers(Hours(night, night.starts_at, night.ends_at), giver.id, now=NOON).can[0].person
    gives, takes, page = cast.browser(giver), cast.browser(taker), f"/oncall/shifts/{night.id}/"
    data = {"giver": giver.id, "way": "give", "person": taker.id}
    found = {
        "look": cost(gives, lambda browser: browser.get(page).status_code == 200),
        "ask": cost(gives, lambda browser: browser.post(f"{page}swaps", data=data).status_code == 303),
    }
    swap = db.session.scalars(select(Swap)).one()
    found["accept"] = cost(
        takes, lambda browser: browser.post(f"/oncall/swaps/{swap.id}/acceptance").status_code == 303
    )
    found["look again"] = cost(gives, lambda browser: browser.get(page).status_code == 200)
    found["give back"] = cost(gives, lambda browser: browser.post(f"/oncall/swaps/{swap.id}/undo").status_code == 303)
    db.session.expire_all()
    assert night.user == giver
    return found


def cost(browser: FlaskClient, press: Callable[[FlaskClient], bool]) -> Cost:
    """What one press costs, once the browser and its reader are known."""
    browser.get("/messages/")
    db.session.rollback()
    with objects() as found, statements() as sent:
        assert press(browser)
    found.statements = [one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))]
    return found


@contextmanager
def objects() -> Iterator[Cost]:
    found = Cost()

    def note(_row: Any, *_rest: Any) -> None:
        found.rows += 1

    for name in ("load", "refresh"):
        event.listen(Base, name, note, propagate=True)
    try:
        yield found
    finally:
        for name in ("load", "refresh"):
            event.remove(Base, name, note)
