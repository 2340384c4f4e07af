"""One question to another server, by requests."""

import logging
from collections.abc import Iterable
from typing import Any

import requests
from requests_hardened import Config, HTTPSession
from urllib3.exceptions import HTTPError

from studyhub.outgoing.adapters import Bounded
from studyhub.outgoing.answers import Answer, NoAnswer, Trouble
from studyhub.outgoing.cutting import Cut
from studyhub.outgoing.hosts import InternalHost, NotAllowed, is_internal

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3, 5, 8
ANSWER_MAX_BYTES = 2**20
CHUNK_BYTES = 16 * 1024

# Its warnings name addresses, which may be secrets; what went wrong is in the Trouble.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


def ask(method: str, address: str, internal: Iterable[InternalHost], **content: Any) -> Answer:
    """The answer to one question; `content` is what requests takes. Raises NoAnswer."""
    cut = Cut(WHOLE_SECONDS)
    try:
        with cut, _session(cut, is_listed=is_internal(address, internal)) as session:
            answer = _answer(session.request(method, address, stream=True, **content))
    except NoAnswer:
        raise
    except Exception as error:
        if (trouble := _trouble(error, is_late=cut.is_over)) is None:
            raise
        # Errors of the library name the address.
        raise NoAnswer(trouble) from None
    if cut.is_over:
        # A connection that was cut looks like an answer that has ended.
        raise NoAnswer(Trouble.SLOW)
    return answer


def _session(cut: Cut, *, is_listed: bool) -> HTTPSession:
    config = Config(
        # Our own adapter filters: that of the library asks for names without an end, and tells the log of them.
        ip_filter_enable=False,
        ip_filter_allow_loopback_ips=False,
        never_redirect=True,
        default_timeout=(CONNECT_SECONDS, READ_SECONDS),
        user_agent_override="StudyHub",
    )
    session = HTTPSession(config)
    # A proxy would resolve names itself, and a file in somebody's home holds passwords for hosts.
    session.trust_env = False
    for scheme in ("https", "http"):
        session.mount(f"{scheme}://", Bounded(cut, is_listed=is_listed, connect_seconds=CONNECT_SECONDS))
    return session


def _answer(response: requests.Response) -> Answer:
    if response.is_redirect:
        raise NoAnswer(Trouble.LEADS_ELSEWHERE)
    body = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > ANSWER_MAX_BYTES:
            raise NoAnswer(Trouble.TOO_LARGE)
    return Answer(response.status_code, bytes(body), {name.lower(): text for name, text in response.headers.items()})


def _trouble(error: Exception, *, is_late: bool) -> Trouble | None:
    match error:
        case NotAllowed() | requests.exceptions.InvalidURL():
            return Trouble.NOT_ALLOWED
        case requests.RequestException() | HTTPError() | OSError() | ValueError():
            return Trouble.SLOW if is_late or isinstance(error, requests.Timeout) else Trouble.AWAY
    return None
