"""Tests like sentences; what several share lies beside them."""

from pathlib import Path

import pytest

# A helper that fails says "7 instead of 6", as a test does.
pytest.register_assert_rewrite(
    *(f"tests.{each.stem}" for each in Path(__file__).parent.iterdir() if each != Path(__file__))
)
