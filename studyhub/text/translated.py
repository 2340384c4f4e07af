"""Words that are said later, in the language of whoever reads then."""

from typing import Protocol


class Text(Protocol):
    """A string, or one translated when it is shown."""

    def __str__(self) -> str: ...
