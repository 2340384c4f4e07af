"""What is asked of other servers: bounded in time and size, and never inside one's own network unless it is listed."""

import json
import logging
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest
import trustme

from studyhub.outgoing import requesting, sending
from studyhub.outgoing.answers import NoAnswer, Trouble
from studyhub.outgoing.hosts import InternalHost
from studyhub.outgoing.requesting import ANSWER_MAX_BYTES
from tests.delivery.sink import certificate, free_port
from tests.outgoing.stub import running, says


def trouble_of(address: str, internal: tuple[InternalHost, ...] = ()) -> Trouble:
    """Why an address gives no answer."""
    with pytest.raises(NoAnswer) as raised:
        sending.get(address, internal=internal)
    assert address not in repr(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value.trouble


def trouble_with(answer: Callable[[BaseHTTPRequestHandler], None]) -> Trouble:
    """Why a listed server that answers like this gives none."""
    with running(answer) as stub:
        return trouble_of(f"{stub.address}/", stub.internal)


def test_a_listed_host_is_asked() -> None:
    with running(says(b"[1]", Content_Type="application/json")) as stub:
        answer = sending.get(f"{stub.address}/get", internal=stub.internal, query={"isbn": "978"})

    assert (answer.status, answer.body, answer.is_fine) == (200, b"[1]", True)
    assert answer.headers["content-type"] == "application/json"
    (asked,) = stub.asked
    assert (asked.method, asked.path, asked.headers["user-agent"]) == ("GET", "/get?isbn=978", "StudyHub")


def test_content_is_sent_as_json() -> None:
    with running(says(b"busy", 429, Retry_After="7")) as stub:
        answer = sending.post_json(f"{stub.address}/hooks", {"text": "輪読会"}, internal=stub.internal)

    assert (answer.status, answer.is_fine, answer.headers["retry-after"]) == (429, False, "7")
    assert json.loads(stub.asked[0].body) == {"text": "輪読会"}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "100.64.0.1", "localhost"],
)
def test_nothing_of_ones_own_network_is_asked(host: str) -> None:
    assert trouble_of(f"https://{host}/") is Trouble.NOT_ALLOWED


def test_only_the_listed_port_of_a_host_is_asked() -> None:
    with running(says(b"")) as stub:
        other = InternalHost("http", "127.0.0.1", free_port())
        assert trouble_of(f"{stub.address}/", (other,)) is Trouble.NOT_ALLOWED

    assert stub.asked == []


def test_a_server_leads_nobody_elsewhere() -> None:
    assert trouble_with(says(b"", 302, Location="http://127.0.0.1:1/")) is Trouble.LEADS_ELSEWHERE


def test_what_is_sent_is_led_nowhere_else() -> None:
    with running(says(b"", 307, Location="/other")) as stub, pytest.raises(NoAnswer, match=Trouble.LEADS_ELSEWHERE):
        sending.post_json(f"{stub.address}/hooks", {}, internal=stub.internal)

    assert [asked.path for asked in stub.asked] == ["/hooks"]


def test_an_answer_is_at_most_a_megabyte() -> None:
    assert trouble_with(says(b" " * (ANSWER_MAX_BYTES + 1))) is Trouble.TOO_LARGE


def test_a_server_that_is_away_is_said() -> None:
    port = free_port()
    assert trouble_of(f"http://127.0.0.1:{port}/", (InternalHost("http", "127.0.0.1", port),)) is Trouble.AWAY


def test_what_is_no_http_is_away() -> None:
    def nonsense(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"nonsense\r\n\r\n")

    assert trouble_with(nonsense) is Trouble.AWAY


def test_a_server_that_says_nothing_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "READ_SECONDS", 0.1)

    def silence(_handler: BaseHTTPRequestHandler) -> None:
        stub.is_over.wait()

    with running(silence) as stub:
        assert trouble_of(f"{stub.address}/", stub.internal) is Trouble.SLOW


@pytest.mark.parametrize(
    "begins", [b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["headers", "body"]
)
def test_a_server_that_answers_letter_by_letter_is_cut_off(monkeypatch: pytest.MonkeyPatch, begins: bytes) -> None:
    monkeypatch.setattr(requesting, "WHOLE_SECONDS", 0.3)

    def dribble(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(begins)
        while not stub.is_over.wait(0.05):
            handler.wfile.write(b"a")

    with running(dribble) as stub:
        assert trouble_of(f"{stub.address}/", stub.internal) is Trouble.SLOW


def test_a_server_that_never_ends_its_greeting_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "WHOLE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = InternalHost("https", "127.0.0.1", silent.getsockname()[1])
        assert trouble_of(f"https://127.0.0.1:{host.port}/", (host,)) is Trouble.SLOW


def test_certificates_are_checked_with_those_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    authority = trustme.CA()
    with running(says(b"hello"), tls=certificate(authority, "127.0.0.1")) as stub:
        assert trouble_of(f"{stub.address}/", stub.internal) is Trouble.AWAY
        bundle = tmp_path_factory.mktemp("ca") / "ca.pem"
        authority.cert_pem.write_to_path(str(bundle))
        monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
        assert sending.get(f"{stub.address}/", internal=stub.internal).body == b"hello"


def test_no_proxy_is_asked_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with running(says(b"direct")) as stub:
        assert sending.get(f"{stub.address}/", internal=stub.internal).body == b"direct"


def test_no_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A header that is none makes the library warn of the whole address."""
    caplog.set_level(logging.DEBUG)

    def defective(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n: none\r\nno header\r\n\r\n")

    with running(defective) as stub:
        sending.post_json(f"{stub.address}/secret", {}, internal=stub.internal)
    trouble_of("https://10.0.0.1/secret")

    assert caplog.records == []
