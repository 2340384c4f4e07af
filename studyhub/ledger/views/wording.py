"""What stands in a ledger, in the reader's language."""

from collections.abc import Mapping
from datetime import date

from studyhub.contributions.ledger.spans import By
from studyhub.contributions.ledger.tallies import ON_CALL, READING, ROUNDS, TRAINING, What
from studyhub.text.translated import Text
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

BY: Mapping[By, Text] = {By.MONTH: _l("By month"), By.QUARTER: _l("By quarter"), By.YEAR: _l("By year")}
WORDS: Mapping[What, Text] = {
    What.PRESENTED: _l("Chapters given"),
    What.SCRIBED: _l("Scribe"),
    What.FACILITATED: _l("Facilitator"),
    What.RESPONDED: _l("Responder"),
    What.EXAMINED: _l("Examiner"),
    What.NIGHTS: _l("Nights"),
    What.DAYS_OFF: _l("Days off"),
    What.SPECIAL_DAYS: _l("Special days"),
    What.POINTS: _l("Points"),
    What.TAKEN: _l("Taken over"),
    What.PAGES: _l("Pages answered"),
    What.NIGHT_PAGES: _l("Of these at night"),
    What.CARDS: _l("Cards written"),
}
GROUPS: tuple[tuple[Text, tuple[What, ...]], ...] = (
    (_l("Circles"), READING),
    (_l("Training"), TRAINING),
    (_l("On call"), ON_CALL),
    (_l("Scrum of Scrums"), ROUNDS),
)
SERIES: Mapping[str, Text] = {
    "read": _l("Circles"),
    "drill": _l("Training"),
    "night": _l("Nights and days off"),
    "card": _l("Cards written"),
}


def period(by: By, first: date) -> str:
    """A period by its first day."""
    if by is By.MONTH:
        return dates.month_of_year(first)
    if by is By.YEAR:
        return str(first.year)
    return _("Q%(number)s %(year)s", number=(first.month + 2) // 3, year=first.year)


def below_bar(by: By, first: date) -> str:
    """A period as short as it stands below its bar."""
    if by is By.MONTH:
        return dates.month(first).removesuffix("月")
    if by is By.YEAR:
        return str(first.year)
    return _("Q%(number)s %(year)s", number=(first.month + 2) // 3, year=f"{first.year % 100:02}")
