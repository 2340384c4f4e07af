"""E-mail addresses: the form they are kept in, and which ones are taken."""

import re

from studyhub.people.models import EMAIL_MAX_CHARS
from studyhub.text.cleaning import folded

# ASCII on both sides: what every mail server takes. Bounded classes only, so that no input is slow.
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")


def normal_email(text: str) -> str:
    """The form an address is kept and compared in: half width, lower case, nothing around it."""
    return folded(text)


def is_email(address: str) -> bool:
    """Whether a normal address is one that mail can be sent to."""
    if len(address) > EMAIL_MAX_CHARS or not _ADDRESS.fullmatch(address):
        return False
    local = address.partition("@")[0]
    return ".." not in local and not local.startswith(".") and not local.endswith(".")


def is_domain(domain: str) -> bool:
    """Whether a lower-case text is the part of an address behind the @."""
    return len(domain) <= EMAIL_MAX_CHARS and _DOMAIN.fullmatch(domain) is not None


def domain_of(address: str) -> str:
    """The part of a normal address behind the @."""
    return address.rpartition("@")[2]
