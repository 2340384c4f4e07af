"""The drawing of the wheel: every name stays within its slice, so that none runs into another."""

from math import atan2, hypot, tau
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studyhub.drills.wheel import drawing
from studyhub.drills.wheel.facts import ServiceFacts
from studyhub.drills.wheel.needs import Slice
from studyhub.drills.wheel.picking import Pick
from tests.drills.wheel.boards import person, scenario

NAMES = st.sampled_from(
    ("cart-api", "event-pipeline", "goods-web", "minne-search", "印刷の列", "a-service-of-a-long-name")
)


def pick(needs: list[int], names: list[str]) -> Pick:
    """A pick of the first of services with such needs and names."""
    services = [ServiceFacts(number, name) for number, name in enumerate(names, start=1)]
    rest: dict[str, Any] = {"ready": 1, "percent": 0}
    slices = [Slice(service=service, need=need, **rest) for service, need in zip(services, needs, strict=True)]
    return Pick(scenario(1), services[0], person(1), None, slices, ())


@given(st.lists(st.tuples(st.integers(1, 20), NAMES), min_size=1, max_size=9))
def test_every_name_stays_within_its_slice(services: list[tuple[int, str]]) -> None:
    needs, names = [need for need, _name in services], [name for _need, name in services]
    total, begins = sum(needs), -needs[0] / sum(needs) / 2

    for wedge, need in zip(drawing.wedges(pick(needs, names)), needs, strict=True):
        half = drawing.LETTER_WIDTH * sum(1 if letter.isascii() or letter == "…" else 2 for letter in wedge.name) / 2
        for x in (wedge.x - half, wedge.x + half) if wedge.name else ():
            y = wedge.y - drawing.HALF_A_LETTER
            turn = (atan2(x, -y) / tau - begins) % 1
            assert hypot(x, y) <= 51
            assert len(needs) == 1 or turn <= need / total + 0.02 or turn >= 0.98
        begins += need / total


def test_a_name_that_has_room_is_whole_a_longer_one_begins_and_a_thin_slice_has_none() -> None:
    names = ["cart-api", "a-service-of-a-long-name", "thin-one"]

    assert [wedge.name for wedge in drawing.wedges(pick([20, 20, 1], names))] == ["cart-api", "a-service-of-a-lo…", ""]
