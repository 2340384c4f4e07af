"""The World of tests/rights, and a real browser that shows what its application answers."""

from tests.browser.conftest import chromium
from tests.rights.conftest import _cheap_hashes, new_place, place

__all__ = ["_cheap_hashes", "chromium", "new_place", "place"]
