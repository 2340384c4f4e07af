"""Files whose checksums are right and whose content is not: each ends in a sentence, and nothing is changed."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from studyhub.backups import restoring
from studyhub.backups.refused import Refused
from studyhub.backups.taking import Keys
from studyhub.config import Settings
from tests.backups.conftest import found
from tests.backups.targets import application, empty_settings, rows
from tests.backups.test_restoring import ANOTHER, backed_up, restore
from tests.cast import NOON
from tests.conftest import DATABASES, SECRET_KEY

Facts = dict[str, Any]
ORGANIZATION = "tables/organization.jsonl"
DEEP = "[" * 100_000
MANY_BYTES = 11 * 2**20
EMPTY: Facts = {"columns": ["id"], "rows": 0}

ODD_MANIFESTS: dict[str, Callable[[Facts], Any]] = {
    "a list": lambda _manifest: [],
    "a number": lambda _manifest: 1,
    "a field too few": lambda manifest: {name: manifest[name] for name in manifest if name != "moment"},
    "a field too many": lambda manifest: manifest | {"uploads": 3},
    "a word as format": lambda manifest: manifest | {"format": "one"},
    "a list as revision": lambda manifest: manifest | {"revision": [manifest["revision"]]},
    "a number as version": lambda manifest: manifest | {"studyhub": 1},
    "words as tables": lambda manifest: manifest | {"tables": dict.fromkeys(manifest["tables"], "many")},
    "a list of tables": lambda manifest: manifest | {"tables": list(manifest["tables"])},
    "a list of files": lambda manifest: manifest | {"files": list(manifest["files"])},
    "a table without rows": lambda manifest: with_tag(manifest, columns=["id", "key", "name"]),
    "a word as rows": lambda manifest: with_tag(manifest, columns=["id", "key", "name"], rows="1"),
    "less than no rows": lambda manifest: with_tag(manifest, columns=["id", "key", "name"], rows=-1),
    "a table without columns": lambda manifest: with_tag(manifest, rows=1),
    "lists as columns": lambda manifest: with_tag(manifest, columns=[["id"], ["key"], ["name"]], rows=1),
    "a column twice": lambda manifest: with_tag(manifest, columns=["id", "key", "name", "name"], rows=1),
    "a table without a member": lambda manifest: manifest | {"tables": manifest["tables"] | {"lost": EMPTY}},
}

ODD_KEYS: dict[str, dict[str, bytes]] = {
    "no text": {"secret-key": b"\xff" * 40},
    "empty": {"secret-key": b""},
    "spaces": {"secret-key": b" " * 40},
    "short": {"secret-key": b"x" * 31},
    "long beyond measure": {"secret-key": b"x" * MANY_BYTES},
    "older ones no text": {"older-secret-keys": b"\xff" * 40},
    "older one short": {"older-secret-keys": ANOTHER.replace(" ", "-").encode() + b"\nshort"},
}

# Refused before a database is asked.
ODD_LINES: dict[str, Callable[[Facts], str]] = {
    "no JSON": lambda _row: "Dear Aki",
    "no UTF-8": lambda _row: "\udcff",
    "empty": lambda _row: "",
    "nested": lambda _row: DEEP,
    "a number": lambda _row: "1",
    "an object": json.dumps,
    "too short": lambda row: json.dumps([*row.values()][:-1]),
    "too long": lambda row: json.dumps([*row.values(), 1]),
}

# Refused by us, or by the database.
ODD_VALUES: dict[str, Callable[[Facts], str]] = {
    "a bad date": lambda row: json.dumps([*(row | {"created_at": "yesterday"}).values()]),
    "a number as date": lambda row: json.dumps([*(row | {"created_at": 1}).values()]),
    "a word as flag": lambda row: json.dumps([*(row | {"is_demo": "maybe"}).values()]),
    "a number too large": lambda row: json.dumps([*(row | {"feed_items": 2**70}).values()]),
    "half a character": lambda row: json.dumps([*(row | {"name": "\ud800"}).values()]),
}


def with_tag(manifest: Facts, **facts: Any) -> Facts:
    return manifest | {"tables": manifest["tables"] | {"tag": facts}}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return backed_up(tmp_path_factory.mktemp("elsewhere"), keys=Keys(ANOTHER))


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation with its key and one application, for many tests: none of them changes it."""
    with empty_settings("sqlite", tmp_path_factory.mktemp("data")) as settings:
        found(settings, "Present")
        (settings.data / "secret-key").write_text(SECRET_KEY)
        with application(settings):
            yield settings


def content(file: Path) -> dict[str, bytes]:
    with ZipFile(file) as source:
        return {name: source.read(name) for name in source.namelist()}


def sealed(to: Path, members: dict[str, bytes], manifest: bytes, method: int = ZIP_DEFLATED) -> Path:
    """A file of these members whose manifest has its checksum."""
    with ZipFile(to, "w", method) as target:
        for name, member in (members | {"manifest.json": manifest}).items():
            target.writestr(name, member)
        target.comment = b"StudyHub backup, manifest " + hashlib.sha256(manifest).hexdigest().encode()
    return to


def with_members(file: Path, to: Path, **changed: bytes) -> Path:
    """The same backup with other members, and every checksum right."""
    members = content(file)
    manifest = json.loads(members.pop("manifest.json"))
    members |= changed
    manifest["files"] = {
        name: {"bytes": len(member), "sha256": hashlib.sha256(member).hexdigest()} for name, member in members.items()
    }
    return sealed(to, members, json.dumps(manifest).encode())


def with_manifest(file: Path, to: Path, change: Callable[[bytes], bytes], method: int = ZIP_DEFLATED) -> Path:
    members = content(file)
    return sealed(to, members, change(members.pop("manifest.json")), method)


def with_header(file: Path, to: Path, offset: int, value: int) -> Path:
    """The same backup, whose directory says something else of the first member."""
    body = bytearray(file.read_bytes())
    start = body.index(b"PK\x01\x02") + offset
    body[start : start + 2] = value.to_bytes(2, "little")
    to.write_bytes(body)
    return to


def restore_here(settings: Settings, file: Path) -> None:
    """Restore with the application that is open."""
    restoring.restore(settings, file, replace=True, now=NOON, say=print)


def assert_refused(settings: Settings, file: Path) -> None:
    before = {path.name: path.read_bytes() for path in settings.data.iterdir()}

    with pytest.raises(Refused) as refused:
        restore_here(settings, file)

    assert {path.name: path.read_bytes() for path in settings.data.iterdir()} == before
    assert str(refused.value) == f"{file} is not as it was written, so nothing was restored: take another copy of it."


@pytest.mark.parametrize("odd", ODD_MANIFESTS)
def test_a_manifest_that_is_none_of_ours(untouched: Settings, file: Path, tmp_path: Path, odd: str) -> None:
    def change(manifest: bytes) -> bytes:
        return json.dumps(ODD_MANIFESTS[odd](json.loads(manifest))).encode()

    assert_refused(untouched, with_manifest(file, tmp_path / "odd.zip", change))


@pytest.mark.parametrize("text", [DEEP.encode(), b"Dear Aki", b"", b"\xff\xff"])
def test_a_manifest_that_cannot_be_read(untouched: Settings, file: Path, tmp_path: Path, text: bytes) -> None:
    assert_refused(untouched, with_manifest(file, tmp_path / "odd.zip", lambda _manifest: text))


def test_a_manifest_that_unpacks_beyond_measure(untouched: Settings, file: Path, tmp_path: Path) -> None:
    assert_refused(untouched, with_manifest(file, tmp_path / "odd.zip", lambda manifest: manifest + b" " * MANY_BYTES))


def test_a_method_that_unpacks_without_measure(untouched: Settings, file: Path, tmp_path: Path) -> None:
    assert_refused(untouched, with_manifest(file, tmp_path / "odd.zip", lambda manifest: manifest, ZIP_LZMA))


@pytest.mark.parametrize(("offset", "value"), [(8, 0x1), (8, 0x20), (8, 0x40), (10, 97)])
def test_a_member_that_is_encrypted_or_packed_otherwise(
    untouched: Settings, file: Path, tmp_path: Path, offset: int, value: int
) -> None:
    assert_refused(untouched, with_header(file, tmp_path / "odd.zip", offset, value))


def test_a_zip_of_a_later_version(untouched: Settings, file: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        restore_here(untouched, with_header(file, tmp_path / "odd.zip", 6, 99))

    assert "is no backup of StudyHub" in str(refused.value)


@pytest.mark.parametrize("odd", ODD_KEYS)
def test_a_key_with_which_no_server_starts(untouched: Settings, file: Path, tmp_path: Path, odd: str) -> None:
    assert_refused(untouched, with_members(file, tmp_path / "odd.zip", **ODD_KEYS[odd]))


@pytest.mark.parametrize(
    ("empty", "odd"),
    [*(("sqlite", odd) for odd in ODD_LINES), *((kind, odd) for kind in DATABASES for odd in ODD_VALUES)],
    indirect=["empty"],
)
def test_a_row_that_is_none_of_ours(present: Settings, file: Path, tmp_path: Path, odd: str) -> None:
    members = content(file)
    columns = json.loads(members["manifest.json"])["tables"]["organization"]["columns"]
    row = dict(zip(columns, json.loads(members[ORGANIZATION]), strict=True))
    line = ((ODD_LINES | ODD_VALUES)[odd](row) + "\n").encode(errors="surrogateescape")
    before = rows(present)

    with pytest.raises(Refused) as refused:
        restore(present, with_members(file, tmp_path / "odd.zip", **{ORGANIZATION: line}))

    assert str(refused.value).endswith(("take another copy of it.", "What was there is unchanged."))
    assert rows(present) == before
    assert not (present.data / "secret-key").exists()


def test_a_backup_without_one_of_its_tables(untouched: Settings, file: Path, tmp_path: Path) -> None:
    def without_tags(manifest: bytes) -> bytes:
        facts = json.loads(manifest)
        del facts["tables"]["tag"]
        return json.dumps(facts).encode()

    with pytest.raises(Refused) as refused:
        restore_here(untouched, with_manifest(file, tmp_path / "odd.zip", without_tags))

    assert str(refused.value).startswith("The backup lacks the table tag of StudyHub ")
