"""Entries of menus, handed in by features: which of them are a reader's, and which is the page they are on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from studyhub.people.models import User
from studyhub.text.translated import Text


class Menu(Enum):
    """Where entries stand: in the bar of every page, below the reader's name, and as tabs of the settings."""

    BAR = auto()
    PERSON = auto()
    SETTINGS = auto()


def everybody(_user: User | None) -> bool:
    """Visitors too."""
    return True


@dataclass(frozen=True)
class Entry:
    """One entry. Lower ranks stand first; `covers` are beginnings of the addresses of pages that belong to it."""

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


def items(entries: Iterable[Entry], menu: Menu, user: User | None, path: str) -> list[Item]:
    """The entries of a menu that are this reader's, for the page at `path`."""
    mine = sorted((one for one in entries if one.menu is menu and one.is_for(user)), key=lambda one: one.rank)
    best = max((one.fits(path) for one in mine), default=0)
    return [Item(one.address, str(one.label), best > 0 and one.fits(path) == best) for one in mine]
