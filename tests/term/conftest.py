"""A real mail server, and a chat that takes what webhooks send."""

from tests.chat.conftest import chat
from tests.delivery.conftest import sink

__all__ = ["chat", "sink"]
