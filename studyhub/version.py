"""Which StudyHub this is: pyproject.toml says it, and nothing else does."""

import tomllib
from functools import cache

from studyhub.config import ROOT


@cache
def version() -> str:
    """The version, such as 0.4.0."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
