"""Where a request came from, as limits count it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import request

# What one customer of a provider holds: whoever has one of these addresses has all of them.
IPV6_PREFIX = 64


def client_network() -> str:
    """The network of the present request; behind proxies right only when STUDYHUB_PROXIES says how many."""
    return network_of(request.remote_addr)


def network_of(address: str | None) -> str:
    """An IPv4 address itself, the /64 of an IPv6 one; what is neither shares one name."""
    try:
        parsed = _plain(ip_address((address or "").partition("%")[0]))
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(ip_network((int(parsed), IPV6_PREFIX), strict=False))


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    # A server that listens for both kinds names an IPv4 client ::ffff:192.0.2.1.
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
