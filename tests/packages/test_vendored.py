"""What others wrote and lies here says where it is from, and is as it came."""

import hashlib
import re
from pathlib import Path

import pytest

from studyhub.config import ROOT
from tests.packages.test_licences import CHECKS, RUNTIME, is_allowed

VENDOR = ROOT / "studyhub" / "static" / "vendor"
COMMONMARK = ROOT / "tests" / "data" / "commonmark"
ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \| [^|]+ \| (?P<version>[\d.]+) \| (?P<origin>[^|]+) \| (?P<licence>[^|]+) "
    r"\| `(?P<sha256>[0-9a-f]{64})` \|$",
    re.MULTILINE,
)
# Its examples may be handed on, changed or not, under the same licence: they only check, and stand for themselves.
FOLDERS = [(VENDOR, RUNTIME), (COMMONMARK, CHECKS | {"CC-BY-SA-4.0"})]


def rows(folder: Path) -> dict[str, dict[str, str]]:
    """What the README beside the files says of each, by the file's path."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    return {row["file"]: row.groupdict() for row in ROW.finditer(text)}


@pytest.mark.parametrize(("folder", "allowed"), FOLDERS)
def test_every_file_of_others_is_the_one_that_is_named(folder: Path, allowed: set[str]) -> None:
    files = [path for path in folder.rglob("*") if path.is_file() and path != folder / "README.md"]

    present = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert present == {file: row["sha256"] for file, row in rows(folder).items()}


@pytest.mark.parametrize(("folder", "allowed"), FOLDERS)
def test_every_file_of_others_has_a_licence_that_is_allowed(folder: Path, allowed: set[str]) -> None:
    licences = {file: row["licence"] for file, row in rows(folder).items()}

    assert licences
    assert {file: licence for file, licence in licences.items() if not is_allowed(licence, allowed)} == {}
