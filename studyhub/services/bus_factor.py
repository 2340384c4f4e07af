"""How many people a service can be left with, in words. Only those count who are ready now, of all teams."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@dataclass(frozen=True)
class BusFactor:
    """The names of those who are ready for a service, and of those who shadow."""

    ready: Sequence[str]
    shadowing: Sequence[str] = ()

    @property
    def sentence(self) -> str:
        """What happens when somebody is away, and how many there will be."""
        return " ".join(filter(None, (self._when_away(), self._soon())))

    def _when_away(self) -> str:
        count = len(self.ready)
        if not count:
            return _("Nobody can be left alone with it yet.")
        if count == 1:
            return _("When %(name)s is away, nobody is left.", name=self.ready[0])
        if count == 2:
            return _("When one of the two is away, one is left.")
        return ngettext(
            "When two are away at once, %(num)s is left.", "When two are away at once, %(num)s are left.", count - 2
        )

    def _soon(self) -> str:
        if not self.shadowing:
            return ""
        count = len(self.ready) + len(self.shadowing)
        names = polite(self.shadowing)
        return ngettext(
            "Once %(names)s, now shadowing, can be left alone there is %(num)s.",
            "Once %(names)s, now shadowing, can be left alone there are %(num)s.",
            count,
            names=names,
        )


def word(count: int) -> str:
    """The number of people in a word."""
    words = {0: _("Nobody is ready"), 1: _("One alone"), 2: _("Just two")}
    return str(words.get(count) or _("Enough to take turns"))


def kind(count: int) -> str:
    """The kind of tag that a number of people is shown with."""
    return {0: "waits", 1: "waits", 2: "line"}.get(count, "on")
