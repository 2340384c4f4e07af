"""Which addresses are those of servers of the internet, and that a name is asked once."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import Any

import pytest

from studyhub.outgoing import requesting, sending
from studyhub.outgoing.answers import NoAnswer, Trouble
from studyhub.outgoing.hosts import InternalHost
from studyhub.outgoing.reaching import is_public
from tests.outgoing.stub import running, says

PUBLIC = ["8.8.8.8", "203.0.114.1", "2001:4860:4860::8888", "2400:8500::1"]
INSIDE = [
    "0.0.0.0",  # noqa: S104 -- nothing listens here
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
INSIDE_BY_6 = [
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "2001:4860:4860::8888%eth0",
    "fec0::1",
    "ff02::1",
]


def test_servers_of_the_internet_are_public() -> None:
    assert [address for address in PUBLIC if is_public(address)] == PUBLIC


@pytest.mark.parametrize("address", INSIDE + INSIDE_BY_6)
def test_no_other_address_is_public(address: str) -> None:
    assert not is_public(address)


@contextmanager
def names(monkeypatch: pytest.MonkeyPatch, lead: Callable[[int], list[str]]) -> Iterator[list[str]]:
    """Names lead where `lead` says at the nth question; those that were asked."""
    system, asked = socket.getaddrinfo, []

    def answer(name: str, port: int, *args: Any, **options: Any) -> list[Any]:
        if not name.endswith(".example.com"):
            return system(name, port, *args, **options)
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in lead(len(asked))]

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", answer)
        yield asked


def trouble_of(address: str) -> Trouble:
    """Why an address of the internet gives no answer."""
    with pytest.raises(NoAnswer) as raised:
        sending.get(address, internal=())
    return raised.value.trouble


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"]], ids=["inside", "half inside"])
def test_a_name_that_leads_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    with names(monkeypatch, lambda _nth: found):
        assert trouble_of("https://inside.example.com/") is Trouble.NOT_ALLOWED


def test_a_name_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it leads to a moment later counts for nothing."""
    with (
        running(says(b"hello")) as stub,
        names(monkeypatch, lambda nth: ["127.0.0.1"] if nth == 1 else ["10.0.0.1"]) as asked,
    ):
        port = stub.internal[0].port
        listed = InternalHost("http", "chat.example.com", port)
        answer = sending.get(f"http://chat.example.com:{port}/", internal=(listed,))

    assert (answer.body, asked) == (b"hello", ["chat.example.com"])
    assert stub.asked[0].headers["host"] == f"chat.example.com:{port}"


def test_names_that_are_found_slowly_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "WHOLE_SECONDS", 0.1)
    is_over = threading.Event()

    def slowly(_nth: int) -> list[str]:
        is_over.wait()
        return []

    with names(monkeypatch, slowly):
        assert trouble_of("https://slow.example.com/") is Trouble.SLOW
        is_over.set()


@contextmanager
def full() -> Iterator[InternalHost]:
    """A server at every address of this machine that takes no connection: whoever connects waits."""
    with ExitStack() as held:
        server = held.enter_context(socket.create_server(("0.0.0.0", 0), backlog=0))  # noqa: S104 -- for the test alone
        for _waiting in range(3):
            one = held.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", server.getsockname()[1]))
        yield InternalHost("http", "full.example.com", server.getsockname()[1])


def test_however_many_addresses_do_not_answer_it_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(requesting, "WHOLE_SECONDS", 0.6)
    with full() as host, names(monkeypatch, lambda _nth: [f"127.0.0.{last}" for last in range(1, 5)]):
        begun = monotonic()
        with pytest.raises(NoAnswer, match=Trouble.SLOW):
            sending.get(f"http://{host.name}:{host.port}/", internal=(host,))

    assert monotonic() - begun < 1


def test_a_name_of_no_server_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(_nth: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with names(monkeypatch, nowhere):
        assert trouble_of("https://nobody.example.com/") is Trouble.AWAY


def test_what_cannot_be_a_name_is_away() -> None:
    assert trouble_of(f"https://a.{'a' * 64}.example.com/") is Trouble.AWAY
