"""How requests reaches servers: within a time, and, but for listed hosts, at public addresses alone."""

import socket
import ssl
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError

from studyhub.outgoing import reaching
from studyhub.outgoing.cutting import Cut


class Bounded(HTTPAdapter):  # type: ignore[misc]  # requests has no types
    """Connections of ours: a name is asked once, and all of it ends with a cut, from the question for the name on.

    `is_listed` says that the host is one of an administrator's list, which may be inside. Certificates of the system
    count beside those that requests brings.
    """

    def __init__(self, cut: Cut, *, is_listed: bool, connect_seconds: float) -> None:
        self._connecting = _Connecting(cut, is_listed, connect_seconds)
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Trust what the system trusts, or SSL_CERT_FILE."""
        super().init_poolmanager(*args, **options, ssl_context=ssl.create_default_context())

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        """Connections of a pool that we open ourselves, and watch from their first byte, before TLS."""
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        pool.ConnectionCls = _opened_by(self._connecting, pool.ConnectionCls)
        return pool


class _Connecting:
    def __init__(self, cut: Cut, is_listed: bool, connect_seconds: float) -> None:
        self._cut = cut
        self._is_listed = is_listed
        self._connect_seconds = connect_seconds

    def open(self, name: str, port: int) -> socket.socket:
        """A connection to the server of this name. Raises NotAllowed, TimeoutError, OSError."""
        found = reaching.addresses(name, port, within=self._cut.seconds_left())
        if not self._is_listed:
            reaching.require_public(found)
        opened = reaching.connect(found, port, self._cut, each=self._connect_seconds)
        self._cut.watch(opened)
        return opened


def _opened_by(connecting: _Connecting, connection: Any) -> Any:
    class Opened(connection):  # type: ignore[misc]  # plain or TLS, known only when called
        def _new_conn(self) -> socket.socket:
            try:
                return connecting.open(self.host, self.port)
            except TimeoutError as error:
                raise ConnectTimeoutError(self, "") from error

    return Opened
