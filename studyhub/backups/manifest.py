"""What a backup says about itself, and whether one of ours can say that."""

import json
from dataclasses import dataclass, field
from typing import Any

from studyhub.backups.refused import Refused

FORMAT = 1
KEY, OLDER_KEYS = "secret-key", "older-secret-keys"
TEXTS = ("studyhub", "revision", "database", "moment")
LARGEST_COUNT = 2**63 - 1


class NotOurs(Exception):
    """A manifest that StudyHub would never write."""


@dataclass
class Manifest:
    """What a backup says about itself. `tables` gives columns and number of rows, `files` size and checksum."""

    studyhub: str
    revision: str
    database: str
    moment: str
    format: int = FORMAT
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def has_key(self) -> bool:
        """Whether the secret key is in it."""
        return KEY in self.files

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(table["rows"] for table in self.tables.values())


def member_of(table: str) -> str:
    """Where in the file the rows of a table are."""
    return f"tables/{table}.jsonl"


def read(text: bytes) -> Manifest:
    """The manifest in a file. Raises Refused for a newer StudyHub's, NotOurs, ValueError where it is no JSON."""
    fields: Any = json.loads(text)
    if not isinstance(fields, dict) or type(fields.get("format")) is not int:
        raise NotOurs
    if fields["format"] > FORMAT:
        raise Refused(f"The backup was made by a newer StudyHub ({fields.get('studyhub')}): update StudyHub first.")
    if not _is_ours(fields):
        raise NotOurs
    return Manifest(**fields)


def _is_ours(fields: dict[str, Any]) -> bool:
    tables, files = fields.get("tables"), fields.get("files")
    return (
        fields.keys() == Manifest.__dataclass_fields__.keys()
        and all(isinstance(fields[name], str) for name in TEXTS)
        and isinstance(files, dict)
        and isinstance(tables, dict)
        and all(_is_table(facts) and member_of(name) in files for name, facts in tables.items())
    )


def _is_table(facts: Any) -> bool:
    return (
        isinstance(facts, dict)
        and _are_columns(facts.get("columns"))
        and type(facts.get("rows")) is int
        and 0 <= facts["rows"] <= LARGEST_COUNT
    )


def _are_columns(names: Any) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names) and len(set(names)) == len(names)
