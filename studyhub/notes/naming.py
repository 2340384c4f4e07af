"""What the world outside reads where a person agreed to no name."""

from collections.abc import Sequence

from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


def named(authors: Sequence[str | None]) -> tuple[str, ...]:
    """The names people agreed to, in order, and behind them how many others wrote: None stands for one who agreed to
    none. In the language of the moment.
    """
    names = tuple(name for name in authors if name)
    unnamed = len(authors) - len(names)
    return (*names, participants(unnamed)) if unnamed else names


def participants(number: int) -> str:
    """So many people without a name, at least one."""
    if number == 1:
        return _("a participant")
    return ngettext("%(num)s participant", "%(num)s participants", number)
