"""Connecting to a server by its name: the address that was looked at is the one that is connected to.

A name that leads elsewhere a moment later gains nothing, for it is asked once.
"""

import socket
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network

from studyhub.outgoing.cutting import Cut
from studyhub.outgoing.hosts import NotAllowed

# Outside it lie IPv4 addresses written as IPv6 ones, those that NAT64 leads to IPv4, and those of one link alone.
UNICAST = ip_network("2000::/3")
# What Python calls global, and leads to IPv4 or to nobody: Teredo and kin, 6to4, documentation, IETF, 6to4 relays.
LEADING_ASIDE = tuple(
    ip_network(net) for net in ("2001::/23", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24")
)
# Of a server that has very many addresses the first ones do.
TRIED = 4


def is_public(address: str) -> bool:
    """Whether a numeric address is one that servers of the internet have."""
    if "%" in address:
        return False
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found not in UNICAST:
        return False
    is_aside = any(found in net for net in LEADING_ASIDE if net.version == found.version)
    return found.is_global and not found.is_multicast and not found.is_reserved and not is_aside


def require_public(addresses: Iterable[str]) -> None:
    """Raise NotAllowed when any of a name's addresses is of no public server: one that is half inside is inside."""
    if not all(is_public(address) for address in addresses):
        raise NotAllowed


def addresses(name: str, port: int, *, within: float) -> list[str]:
    """The numeric addresses of a name, asked once, within seconds. Raises TimeoutError, OSError."""
    lookup = _Lookup(name, port)
    # The system's resolver has a time of its own, far longer, and cannot be ended.
    thread = threading.Thread(target=lookup.run, daemon=True)
    thread.start()
    thread.join(max(within, 0))
    if thread.is_alive():
        raise TimeoutError
    if lookup.error is not None:
        raise lookup.error
    return lookup.found


@dataclass
class _Lookup:
    name: str
    port: int
    found: list[str] = field(default_factory=list)
    error: OSError | None = None

    def run(self) -> None:
        try:
            rows = socket.getaddrinfo(self.name, self.port, type=socket.SOCK_STREAM)
        except OSError as error:
            self.error = error
        except UnicodeError:
            # A part of a name that is too long, or empty.
            self.error = OSError("no name")
        else:
            self.found = list(dict.fromkeys(str(row[4][0]) for row in rows))


def connect(found: Sequence[str], port: int, cut: Cut, *, each: float) -> socket.socket:
    """Connect to the first of these addresses that answers, `each` within seconds, and all of them before the cut.

    Raises TimeoutError, OSError.
    """
    failed: OSError = OSError("no address")
    for address in found[:TRIED]:
        if cut.is_over:
            raise TimeoutError
        try:
            return socket.create_connection((address, port), min(each, cut.seconds_left()))
        except OSError as error:
            failed = error
    raise failed
