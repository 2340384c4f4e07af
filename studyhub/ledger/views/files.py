"""The figures of a ledger as files, with what its page shows and nothing more."""

from collections.abc import Iterable, Sequence

from flask import Response

from studyhub.allowance.wording import decimal
from studyhub.contributions.ledger.spans import By, Span
from studyhub.contributions.ledger.tallies import Tally, What
from studyhub.ledger.views import fetching
from studyhub.ledger.views.blueprint import bp
from studyhub.ledger.views.wording import WORDS
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import member_required
from studyhub.words.saying import gettext as _


@bp.get("/people/<id:user_id>.csv")
@member_required
def person_csv(user_id: int) -> Response:
    """A row for each period."""
    page = fetching.of_person(user_id)
    kinds = page.sees.kinds
    return csv_answer(
        _file_name(f"{user_id}", page.span), _headings(page.span, kinds), _rows(page.span, page.tally, kinds)
    )


@bp.get("/teams/<id:team_id>.csv")
@member_required
def team_csv(team_id: int) -> Response:
    """A row for each period; for each person in it, where the reader may compare them."""
    page = fetching.of_team(team_id)
    name = _file_name(f"team-{team_id}", page.span)
    if not page.sees.compares:
        kinds = page.sees.kinds
        return csv_answer(name, _headings(page.span, kinds), _rows(page.span, page.total, kinds))
    kinds = page.sees.compared
    rows = [[line.person.name, *row] for line in page.lines for row in _rows(page.span, line.tally, kinds)]
    return csv_answer(name, [_("Person"), *_headings(page.span, kinds)], rows)


def _file_name(whose: str, span: Span) -> str:
    """Files of several spans lie side by side, so each is named by its first and its last period."""
    return f"ledger-{whose}-{_name(span, 0)}-{_name(span, len(span.periods) - 1)}.csv"


def _headings(span: Span, kinds: Iterable[What]) -> list[str]:
    first = {By.MONTH: _("Month"), By.QUARTER: _("Quarter"), By.YEAR: _("Year")}[span.by]
    return [first, *(str(WORDS[what]) for what in kinds)]


def _rows(span: Span, tally: Tally, kinds: Sequence[What]) -> list[list[str]]:
    return [
        [_name(span, number), *(decimal(tally.of(number, what)) for what in kinds)]
        for number in range(len(span.periods))
    ]


def _name(span: Span, number: int) -> str:
    first, _after = span.periods[number]
    if span.by is By.QUARTER:
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return str(first.year) if span.by is By.YEAR else f"{first:%Y-%m}"
