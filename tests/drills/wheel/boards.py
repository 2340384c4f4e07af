"""Small organisations for the wheel, by hand and by chance."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from studyhub.drills.wheel.facts import Board, PersonFacts, ScenarioFacts, ServiceFacts
from studyhub.services.states import Standing

TODAY = date(2026, 12, 4)
RENDER, CART = ServiceFacts(1, "goods-render"), ServiceFacts(2, "cart-api")


def person(number: int, standing: Standing = Standing.COLD, **facts: Any) -> PersonFacts:
    """Somebody who is as far with every service of these tests."""
    return PersonFacts(number, f"P{number}", {1: standing, 2: standing}, **facts)


def scenario(number: int, service: ServiceFacts = RENDER, **facts: Any) -> ScenarioFacts:
    """A scenario whose answer nobody has seen."""
    return ScenarioFacts(number, f"S{number}", service.id, 99, **facts)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """At most eight people, four services and eight scenarios, whatever is true of them."""
    ids = st.frozensets(st.integers(1, 8))
    days = st.none() | st.integers(0, 200).map(lambda ago: TODAY - timedelta(days=ago))
    services = [ServiceFacts(one, f"s{one}", draw(st.integers(0, 5))) for one in range(1, draw(st.integers(1, 4)) + 1)]
    people = [
        PersonFacts(
            id=one,
            name=f"P{one}",
            standings={service.id: draw(st.sampled_from(Standing)) for service in services},
            can_come=draw(st.booleans()),
            would_rather_not=draw(st.booleans()),
            took=draw(st.integers(0, 3)),
            to_come=draw(st.integers(0, 1)),
            last_on=draw(days),
            examined=draw(st.integers(0, 3)),
            examined_last_on=draw(days),
        )
        for one in range(1, draw(st.integers(1, 8)) + 1)
    ]
    scenarios = [
        ScenarioFacts(
            id=100 + one,
            title=f"S{one}",
            service_id=draw(st.sampled_from(services)).id,
            author_id=1,
            seen=draw(ids),
            to_respond=draw(ids),
            woke=draw(st.integers(0, 2)),
            played=draw(st.integers(0, 2)),
        )
        for one in range(draw(st.integers(0, 8)))
    ]
    return Board(services, people, scenarios)
