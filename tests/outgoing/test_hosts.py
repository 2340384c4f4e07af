"""The list of hosts of one's own network, and which addresses may be asked."""

import pytest

from studyhub.outgoing.hosts import BadInternalHost, InternalHost, NotAllowed, is_internal, read

CHAT = InternalHost("https", "chat.example.com", 443)
CLEAR = InternalHost("http", "127.0.0.1", 8065)


def test_a_list_names_hosts_with_their_ports() -> None:
    found = read("chat.example.com, http://127.0.0.1:8065 wiki.example.com:8443")

    assert found == (CHAT, CLEAR, InternalHost("https", "wiki.example.com", 8443))
    assert read("") == ()


@pytest.mark.parametrize(
    "entry", ["ftp://files.example.com", "chat.example.com/hooks", "a:99999", "http://", "u:p@chat"]
)
def test_what_is_no_host_is_said(entry: str) -> None:
    with pytest.raises(BadInternalHost, match="is no host"):
        read(entry)


def test_the_internet_is_asked_by_https_alone() -> None:
    assert not is_internal("https://api.example.com/books?isbn=1", [CHAT])
    for address in ("http://api.example.com/", "ftp://api.example.com/", "api.example.com", "https://", "https://a\\b"):
        with pytest.raises(NotAllowed):
            is_internal(address, [CHAT])


@pytest.mark.parametrize("port", [22, 25, 80, 6379, 65535])
def test_the_internet_is_asked_at_usual_ports_alone(port: int) -> None:
    with pytest.raises(NotAllowed):
        is_internal(f"https://api.example.com:{port}/", [CHAT])


def test_a_listed_host_is_reached_as_it_is_listed() -> None:
    assert is_internal("https://CHAT.example.com/hooks/1", [CHAT])
    assert is_internal("http://127.0.0.1:8065/hooks/1", [CLEAR])
    assert not is_internal("https://chat.example.com:8443/", [CHAT])
    with pytest.raises(NotAllowed):
        is_internal("http://127.0.0.1:8066/", [CLEAR])


def test_no_address_carries_a_password() -> None:
    with pytest.raises(NotAllowed):
        is_internal("https://somebody:secret@chat.example.com/", [CHAT])
