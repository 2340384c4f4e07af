"""Passwords cost nothing here either."""

from tests.rights.conftest import _cheap_hashes

__all__ = ["_cheap_hashes"]
