"""A circle on its way: what was typed in all steps travels in the form, sealed, and nothing is kept here."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from studyhub.circles.planning.typed_lines import TypedLine


class BrokenDraft(Exception):
    """The draft was not sealed by us, or not for this person."""


@dataclass
class Draft:
    """Everything typed so far. `key` makes one circle of one form, however often it is pressed.

    For a change of book `slug` names the circle and `version` the chapter plan that was open at the first step.
    `how` and `edits` are fields as typed; `edits` holds the dates and places changed in the preview.
    """

    key: str = field(default_factory=lambda: secrets.token_hex(16))
    slug: str = ""
    version: int = 0
    toc: str = ""
    book: dict[str, str] = field(default_factory=dict)
    lines: list[list[Any]] = field(default_factory=list)
    how: dict[str, str] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)

    @property
    def typed_lines(self) -> list[TypedLine]:
        """The table of contents as typed."""
        return [TypedLine(*line) for line in self.lines]

    @typed_lines.setter
    def typed_lines(self, lines: list[TypedLine]) -> None:
        self.lines = [line.packed() for line in lines]


def seal(draft: Draft, *, secret: str, person: int) -> str:
    """The draft as a text that only we can have written, packed small."""
    return str(_serializer([secret], person).dumps(asdict(draft)))


def unseal(text: str, *, keys: Sequence[str], person: int) -> Draft:
    """The draft of a text sealed for this person with one of the keys. Raises BrokenDraft."""
    try:
        return Draft(**_serializer(keys, person).loads(text))
    except (BadData, TypeError) as error:
        raise BrokenDraft from error


def _serializer(keys: Sequence[str], person: int) -> URLSafeSerializer:
    signed_with = {"digest_method": hashlib.sha256}
    return URLSafeSerializer(list(keys), salt=f"circle-draft:{person}", signer_kwargs=signed_with)
