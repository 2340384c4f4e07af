"""Whether everybody signs in: many at one moment, and beside programs that guess passwords."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.asking import Asked
from benchmarks.measuring import Ratio, UnexpectedAnswer, spread
from benchmarks.people import hardship
from benchmarks.people.signing_in import Person, Presses, all_at_once, hashing_seconds, make_people, sign_in

CROWDS = (20, 200)
FEW = 20
# How many connections guess; all from one address, or each try from another.
GUESSERS = (("1",), ("4",), ("32",), ("8", "changing"))


@dataclass(frozen=True)
class Beside:
    """What happened beside guessing connections: to known browsers, to strangers of a quiet network, to a page."""

    name: str
    known: Presses
    strangers: Presses
    page: Ratio


def at_once(port: int, people: list[Person], *, rounds: int) -> Ratio:
    """How many times as long signing in takes as hashing alone; raises UnexpectedAnswer unless all are in."""
    ratios = []
    for _ in range(rounds):
        presses = all_at_once(port, people)
        if presses.signed_in < presses.people:
            raise UnexpectedAnswer(f"Signed in: {presses}.")
        ratios.append(presses.seconds / hashing_seconds(presses.people))
    return spread(ratios)


def prepared(address: str, port: int) -> tuple[list[Person], list[Person]]:
    """Everybody, none of them known yet; and as many as press beside guessing, known by their browsers."""
    people = make_people(address, max(CROWDS))
    return people, [sign_in(port, person)[1] for person in people[:FEW]]


def beside_guessing(
    page: Asked, port: int, known: list[Person], strangers: list[Person], *, rounds: int
) -> Iterator[Beside]:
    """The same for each number of guessing connections."""
    for how in GUESSERS:
        with hardship.guessing(port, *how):
            presses = all_at_once(port, known), all_at_once(port, strangers)
        name = f"{how[0]} guessing {'of changing networks' if len(how) > 1 else 'of one network'}"
        # A connection of its own: the server ends those that nobody used for half a minute.
        yield Beside(name, *presses, hardship.while_guessing(page.side(port), *how, rounds=rounds))
