"""A real mail server."""

from tests.delivery.conftest import sink

__all__ = ["sink"]
