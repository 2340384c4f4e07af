"""A circle on its way: what was typed in all steps."""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from studyhub.circles.planning.typed_lines import TypedLine


@dataclass
class Draft:
    """Everything typed so far. `key` makes one circle of one draft, however often it is pressed.

    For a change of book `slug` names the circle and `version` the chapter plan that was open at the first step.
    `how` holds fields as typed; `edits` what was changed in the preview (`by_hand`); `settled` the doubts about lines
    that somebody answered with "leave it as it is", `found` what was looked up and differs from what is typed.
    """

    key: str = field(default_factory=lambda: secrets.token_hex(16))
    slug: str = ""
    version: int = 0
    toc: str = ""
    book: dict[str, str] = field(default_factory=dict)
    lines: list[list[Any]] = field(default_factory=list)
    how: dict[str, str] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)
    settled: list[str] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)

    @property
    def typed_lines(self) -> list[TypedLine]:
        """The table of contents as typed."""
        return [TypedLine(*line) for line in self.lines]

    @typed_lines.setter
    def typed_lines(self, lines: list[TypedLine]) -> None:
        self.lines = [line.packed() for line in lines]

    def begin_contents(self, toc: str) -> None:
        """Take another table of contents: what was said of the lines of the one before goes with it."""
        self.toc, self.lines, self.edits, self.settled = toc, [], {}, []

    @property
    def contents_mark(self) -> str:
        """A short text that is another one for other contents: fields of lines go by their places."""
        return hashlib.sha256(self.toc.encode(errors="replace")).hexdigest()[:12]
