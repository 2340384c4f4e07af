"""How requests reaches servers: within a time, and, but for listed hosts, at public addresses alone."""

import socket
import ssl
from typing import Any

from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from studyhub.outgoing.cutting import Cut


class Bounded(HTTPAdapter):  # type: ignore[misc]  # requests has no types
    """Connections that end with a cut; certificates of the system count beside those that requests brings."""

    def __init__(self, cut: Cut, **options: Any) -> None:
        self._cut = cut
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Trust what the system trusts, or SSL_CERT_FILE."""
        super().init_poolmanager(*args, **options, ssl_context=ssl.create_default_context())

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        """Connections of a pool that are watched from their first byte, before TLS."""
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        pool.ConnectionCls = _watched(pool.ConnectionCls, self._cut)
        return pool


class Filtered(Bounded, IPFilterAdapter):  # type: ignore[misc]  # nor has this
    """Refuses names that lead to loopback, private and other addresses of no public server."""

    def __init__(self, cut: Cut, scheme: str) -> None:
        super().__init__(cut, is_https_proto=scheme == "https")


def _watched(connection: Any, cut: Cut) -> Any:
    class Watched(connection):  # type: ignore[misc]  # plain or TLS, known only when called
        def _new_conn(self) -> socket.socket:
            opened: socket.socket = super()._new_conn()
            cut.watch(opened)
            return opened

    return Watched
