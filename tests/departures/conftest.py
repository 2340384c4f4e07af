"""What tests of accounts that are made one begin with."""

import pytest

from studyhub.people.models import User
from tests.cast import Cast


@pytest.fixture
def home(cast: Cast) -> User:
    """The second account of Botan."""
    return cast.person("Home")
