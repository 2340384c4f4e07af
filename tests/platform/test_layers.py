"""The contracts of imports forbid what they say: one of each kind is broken in a small copy of the tree, and seen."""

import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from studyhub.config import ROOT

# With about 15 a folder is known at a glance; its `__init__.py` counts.
MOST_FILES = 20
# What is planted in which module, and the contract that must see it.
PLANTED = {
    "Features import downwards": ("people/queries.py", "import studyhub.meetings.models"),
    "Nothing imports a view": ("meetings/rules.py", "import studyhub.meetings.views"),
    "Within a feature": ("circles/models.py", "import studyhub.circles.forms.circle"),
    "Within notes": ("notes/parsing/syntax.py", "import studyhub.notes.releases.releasing"),
    "Flask stays at the edge": ("notes/text/merging.py", "import flask"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the contracts that are broken by all plants together; modules are empty but for those."""
    folder = tmp_path_factory.mktemp("planted")
    for module in (ROOT / "studyhub").rglob("*.py"):
        _empty(folder / module.relative_to(ROOT))
    for path, line in PLANTED.values():
        (folder / "studyhub" / path).write_text(f"{line}\n")
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    linter = str(Path(sys.executable).with_name("lint-imports"))
    # Wide enough for each name to stay in one line.
    wide = {**os.environ, "COLUMNS": "200"}
    ended = subprocess.run([linter, "--no-cache"], cwd=folder, env=wide, capture_output=True, text=True, check=False)
    return [line.removesuffix(" BROKEN") for line in ended.stdout.splitlines() if line.endswith(" BROKEN")]


def _empty(module: Path) -> None:
    module.parent.mkdir(parents=True, exist_ok=True)
    module.touch()


def test_there_is_a_plant_for_each_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    assert [[begin for begin in PLANTED if one["name"].startswith(begin)] for one in contracts] == [
        [begin] for begin in PLANTED
    ]


@pytest.mark.parametrize("begin", PLANTED)
def test_what_is_planted_breaks_its_contract(broken: list[str], begin: str) -> None:
    assert [name for name in broken if name.startswith(begin)] != []


def test_no_folder_has_more_files_than_one_can_know() -> None:
    found = Counter(
        module.parent for place in ("studyhub", "tests", "benchmarks") for module in (ROOT / place).rglob("*.py")
    )

    assert {str(folder.relative_to(ROOT)): count for folder, count in found.items() if count > MOST_FILES} == {}
