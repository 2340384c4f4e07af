"""A kind of thing that is searched: how it is found and shown. Features hand them in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select

from studyhub.people.models import User
from studyhub.text.translated import Text
from studyhub.text.wanted import Wanted

Rows = Callable[[User | None, Wanted], Select[*tuple[Any, ...]] | None]
Hits = Callable[[Sequence[Row[*tuple[Any, ...]]], Sequence[str]], Sequence[Any]]


@dataclass(frozen=True)
class Searched:
    """A kind of thing that is searched. Lower ranks have the earlier tab; `name` stands in the address.

    `rows` says what of it this reader finds, permission included, in the order to be shown, to be executed with
    `read_by` them; None where they may not look for it at all. The first column is the `model`. `hits` makes of rows
    what `template` shows as `hits`, the words marked.
    """

    rank: int
    name: str
    label: Text
    model: Any
    rows: Rows
    hits: Hits
    template: str
