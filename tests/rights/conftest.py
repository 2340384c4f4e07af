"""What all tests of rights share beside the World of places.py."""

import pytest
from werkzeug.security import generate_password_hash

from studyhub.accounts import passwords
from tests.rights.world import CHEAP


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing a password as it should be would take most of the time here; tests/accounts pays for it."""
    monkeypatch.setattr(passwords, "METHOD", CHEAP)
    monkeypatch.setattr(passwords, "_NOBODYS", generate_password_hash("nobody's", CHEAP))
