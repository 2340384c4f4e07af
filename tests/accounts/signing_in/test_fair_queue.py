"""Whose turn it is in the line in front of hashing, beside a model in plain lists."""

from collections import Counter
from dataclasses import dataclass, field
from math import inf

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from studyhub.accounts.gate.fair_queue import FairQueue, Ticket
from studyhub.server.sorting import Sorter
from studyhub.web.guards.known_browsers import KnownBrowser
from tests.accounts.arriving import AKI, cookie_of, received

OFFICE, QUIET, GUESSING = "office", "quiet", "guessing"


def queue(*failing: str, places: int = 4, kept_places: int = 2) -> FairQueue[str]:
    return FairQueue(places=places, kept_places=kept_places, has_failures=lambda network: network in failing)


def taken(line: FairQueue[str], now: float = 0.0) -> list[str]:
    """Everybody whose moment has come, in the order of their turns."""
    everybody = []
    while (who := line.take(now)) is not None:
        everybody.append(who)
    return everybody


def test_one_network_is_served_in_the_order_of_coming() -> None:
    line = queue()
    for who in ("first", "second", "third"):
        line.put(Ticket(OFFICE), who)

    assert taken(line) == ["first", "second", "third"]


def test_networks_take_turns() -> None:
    line = queue()
    for who in ("office 1", "office 2", "office 3"):
        line.put(Ticket(OFFICE), who)
    line.put(Ticket(QUIET), "quiet 1")

    assert taken(line) == ["office 1", "quiet 1", "office 2", "office 3"]


def test_known_browsers_come_first_and_then_networks_without_failures() -> None:
    line = queue(GUESSING)
    line.put(Ticket(GUESSING), "guess")
    line.put(Ticket(QUIET), "stranger")
    line.put(Ticket(GUESSING, account="Aki's"), "Aki")

    assert taken(line) == ["Aki", "stranger", "guess"]


def test_a_network_that_fails_while_it_waits_goes_behind() -> None:
    failing: set[str] = set()
    line: FairQueue[str] = FairQueue(places=4, kept_places=2, has_failures=failing.__contains__)
    line.put(Ticket(GUESSING), "guess")
    line.put(Ticket(QUIET), "stranger")

    failing.add(GUESSING)

    assert taken(line) == ["stranger", "guess"]


def test_a_full_line_takes_the_last_place_of_the_network_with_most_waiting() -> None:
    line = queue()
    for who in ("office 1", "office 2", "office 3"):
        line.put(Ticket(OFFICE), who)
    line.put(Ticket(QUIET), "quiet 1")

    assert line.put(Ticket(QUIET), "quiet 2") == "office 3"
    assert taken(line) == ["office 1", "quiet 1", "office 2", "quiet 2"]


def test_a_full_line_takes_places_of_networks_with_failures_before_any_others() -> None:
    line = queue(GUESSING)
    line.put(Ticket(GUESSING), "guess")
    for who in ("office 1", "office 2", "office 3"):
        line.put(Ticket(OFFICE), who)

    assert line.put(Ticket(OFFICE), "office 4") == "guess"


def test_a_network_that_fills_the_line_is_refused_its_next() -> None:
    line = queue()
    for who in ("office 1", "office 2", "office 3", "office 4"):
        line.put(Ticket(OFFICE), who)

    assert line.put(Ticket(OFFICE), "office 5") == "office 5"


def test_a_known_browser_gets_in_when_the_line_is_full() -> None:
    line = queue()
    for number in range(4):
        line.put(Ticket(OFFICE), f"office {number}")

    assert line.put(Ticket(OFFICE, account="Aki's"), "Aki") is None
    assert line.take(0) == "Aki"


def test_a_known_browser_has_one_kept_place_and_waits_with_the_others_beyond_it() -> None:
    line = queue()
    line.put(Ticket(QUIET), "stranger")
    for who in ("first press", "second press"):
        line.put(Ticket(OFFICE, account="Aki's"), who)

    assert taken(line) == ["first press", "stranger", "second press"]


def test_a_browser_whose_turn_came_gets_its_kept_place_again() -> None:
    line = queue()
    line.put(Ticket(OFFICE, account="Aki's"), "first press")
    line.take(0)
    line.put(Ticket(QUIET), "stranger")
    line.put(Ticket(OFFICE, account="Aki's"), "second press")

    assert taken(line) == ["second press", "stranger"]


def test_a_stranger_is_taken_after_at_most_two_known_ones_however_many_keep_coming() -> None:
    line = queue()
    line.put(Ticket(QUIET), "stranger")
    line.put(Ticket(QUIET), "another stranger")

    served = [next_while_known_ones_keep_coming(line, number) for number in range(6)]

    assert served == ["known", "known", "stranger", "known", "known", "another stranger"]


def next_while_known_ones_keep_coming(line: FairQueue[str], number: int) -> str | None:
    """Whose turn it is when one more of an account of its own has come."""
    line.put(Ticket(OFFICE, account=f"account {number}"), "known")
    return line.take(0)


def test_known_ones_do_not_wait_for_a_stranger_whose_moment_is_to_come() -> None:
    line = queue(kept_places=3)
    line.put(Ticket(QUIET, due=5.0), "slow")
    for who in ("Aki", "Botan", "Chie"):
        line.put(Ticket(OFFICE, account=who), who)

    assert taken(line) == ["Aki", "Botan", "Chie"]


def test_accounts_take_turns() -> None:
    line = queue()
    line.put(Ticket(OFFICE, account="Aki's"), "Aki 1")
    line.put(Ticket(OFFICE, account="Botan's"), "Botan 1")

    assert line.take(0) == "Aki 1"
    line.put(Ticket(QUIET, account="Aki's"), "Aki 2")
    assert taken(line) == ["Botan 1", "Aki 2"]


def test_browsers_that_know_one_account_share_its_turn_and_its_kept_place(app: Flask) -> None:
    line, sorter = queue(kept_places=4), Sorter(app, proxies=0)
    line.put(Ticket(QUIET), "stranger")
    for name in ("laptop", "phone", "tablet"):
        cookie = cookie_of(app, KnownBrowser(name).with_account(AKI["email"]))
        line.put(sorter.ticket(received("POST", "/sign-in", AKI, Cookie=cookie)), name)

    assert taken(line, now=inf) == ["laptop", "stranger", "phone", "tablet"]


def test_kept_places_are_few() -> None:
    line = queue(kept_places=1)
    line.put(Ticket(QUIET), "stranger")
    line.put(Ticket(OFFICE, account="Aki's"), "Aki")
    line.put(Ticket(OFFICE, account="Botan's"), "Botan")

    assert taken(line) == ["Aki", "stranger", "Botan"]


def test_nobodys_turn_comes_before_their_moment_and_nobody_waits_for_theirs() -> None:
    line = queue()
    line.put(Ticket(GUESSING, due=5.0), "slow")
    line.put(Ticket(OFFICE), "office")

    assert taken(line, now=4.9) == ["office"]
    assert line.next_due() == 5.0
    assert taken(line, now=5.0) == ["slow"]


def test_a_cleared_line_is_empty() -> None:
    line = queue()
    line.put(Ticket(OFFICE), "office")
    line.put(Ticket(OFFICE, account="Aki's"), "Aki")

    assert sorted(line.clear()) == ["Aki", "office"]
    assert (len(line), line.take(0), line.next_due()) == (0, None, None)


NETWORKS = ("n1", "n2", "n3")
ACCOUNTS = ("a1", "a2", "a3")
PLACES, KEPT = 4, 2


@dataclass
class Model:
    """The same line as one list of everybody, looked through from end to end at every turn."""

    waiting: list[tuple[Ticket, int, bool]] = field(default_factory=list)
    # The accounts of known ones and the networks of strangers, the one whose turn is next first.
    turns: dict[bool, list[str]] = field(default_factory=lambda: {True: [], False: []})
    failing: set[str] = field(default_factory=set)
    # Of everybody taken so far, whether they were known.
    served: list[bool] = field(default_factory=list)

    def of(self, name: str, *, known: bool) -> list[tuple[Ticket, int, bool]]:
        return [one for one in self.waiting if one[2] is known and line_of(one) == name]

    def put(self, ticket: Ticket, who: int) -> int | None:
        kept = [one for one in self.waiting if one[2]]
        known = bool(ticket.account) and len(kept) < KEPT and ticket.account not in {one[0].account for one in kept}
        one = (ticket, who, known)
        self.waiting.append(one)
        if line_of(one) not in self.turns[known]:
            self.turns[known].append(line_of(one))
        if sum(not one[2] for one in self.waiting) <= PLACES:
            return None
        return self.displace()

    def displace(self) -> int:
        most = Counter(one[0].network for one in self.waiting if not one[2])
        ranked = sorted(
            most, key=lambda network: (network in self.failing, most[network], self.turns[False].index(network))
        )
        one = self.of(ranked[-1], known=False)[-1]
        self.leave(one)
        return one[1]

    def take(self, now: float) -> int | None:
        for known, name in self.order():
            one = self.of(name, known=known)[0]
            if one[0].due <= now:
                self.leave(one)
                self.served.append(known)
                if name in self.turns[known]:
                    self.turns[known].remove(name)
                    self.turns[known].append(name)
                return one[1]
        return None

    def order(self) -> list[tuple[bool, str]]:
        known = [(True, account) for account in self.turns[True]]
        strangers = [
            (False, network)
            for fails in (False, True)
            for network in self.turns[False]
            if (network in self.failing) is fails
        ]
        return strangers + known if self.served[-2:] == [True, True] else known + strangers

    def leave(self, one: tuple[Ticket, int, bool]) -> None:
        self.waiting.remove(one)
        if not self.of(line_of(one), known=one[2]):
            self.turns[one[2]].remove(line_of(one))


def line_of(one: tuple[Ticket, int, bool]) -> str:
    """The account of a known one, the network of a stranger."""
    ticket, _, known = one
    return str(ticket.account) if known else ticket.network


class FairQueueMachine(RuleBasedStateMachine):
    """Whatever comes, goes, fails and waits: turns and refusals are those of the model."""

    now, number = 0.0, 0

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.line: FairQueue[int] = FairQueue(
            places=PLACES, kept_places=KEPT, has_failures=lambda network: network in self.model.failing
        )

    @rule(
        network=st.sampled_from(NETWORKS),
        account=st.none() | st.sampled_from(ACCOUNTS),
        delay=st.sampled_from([0.0, 0.0, 1.0]),
    )
    def come(self, network: str, account: str | None, delay: float) -> None:
        self.number += 1
        ticket = Ticket(network, due=self.now + delay, account=account)
        assert self.line.put(ticket, self.number) == self.model.put(ticket, self.number)

    @rule()
    def be_served(self) -> None:
        assert self.line.take(self.now) == self.model.take(self.now)

    @rule(network=st.sampled_from(NETWORKS))
    def fail(self, network: str) -> None:
        self.model.failing ^= {network}

    @rule()
    def wait(self) -> None:
        self.now += 0.5

    @invariant()
    def hold_as_many(self) -> None:
        assert len(self.line) == len(self.model.waiting) <= PLACES + KEPT

    @invariant()
    def say_when_the_next_is_due(self) -> None:
        lines = [(known, name) for known, names in self.model.turns.items() for name in names]
        dues = [self.model.of(name, known=known)[0][0].due for known, name in lines]
        assert self.line.next_due() == min(dues, default=None)


TestFairQueueMachine = FairQueueMachine.TestCase
TestFairQueueMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("people", [20, 200])
def test_everybody_of_an_office_waits_and_none_is_refused(people: int) -> None:
    line: FairQueue[int] = FairQueue(places=300, kept_places=100, has_failures=lambda network: False)

    refused = [line.put(Ticket(OFFICE), person) for person in range(people)]

    assert set(refused) == {None}
    assert [line.take(0) for _ in range(people)] == list(range(people))
