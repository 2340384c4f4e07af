"""Entries of menus, handed in by features: which of them are a reader's, and which is the page they are on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from studyhub.people.models import User
from studyhub.text.translated import Text
from studyhub.words.language import spoken


class Menu(Enum):
    """Where entries stand: in the bar of every page, below the reader's name, and as tabs of the settings."""

    BAR = auto()
    PERSON = auto()
    SETTINGS = auto()


def everybody(_user: User | None) -> bool:
    """Visitors too."""
    return True


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry. Lower ranks stand first; `covers` are beginnings of the addresses of pages that belong to it.

    Each is the same as itself alone: to compare what it says would look up its words at every page.
    """

    menu: Menu
    rank: int
    address: str
    label: Text
    covers: tuple[str, ...] = ()
    is_for: Callable[[User | None], bool] = everybody

    def fits(self, path: str) -> int:
        """How many characters of a page's address say that it belongs here; 0 when none do."""
        if self.address == "/":
            return int(path == "/")
        return max(len(start) for start in ("", self.address, *self.covers) if path.startswith(start))


class Item(NamedTuple):
    """An entry as a page shows it."""

    address: str
    label: str
    is_current: bool


def of_menu(entries: Iterable[Entry], menu: Menu) -> tuple[Entry, ...]:
    """The entries of one menu, in their order."""
    return tuple(sorted((one for one in entries if one.menu is menu), key=lambda one: one.rank))


def items(entries: Iterable[Entry], user: User | None, path: str) -> Sequence[Item]:
    """Those entries of a menu that are this reader's, for the page at `path`."""
    return _items(tuple(one for one in entries if one.is_for(user)), path, spoken())


@lru_cache(1024)
def _items(mine: tuple[Entry, ...], path: str, _language: str) -> tuple[Item, ...]:
    """The same for everybody who has the same entries and reads the same page in the same language."""
    fits = [one.fits(path) for one in mine]
    best = max(fits, default=0)
    return tuple(Item(one.address, str(one.label), fit == best > 0) for one, fit in zip(mine, fits, strict=True))
