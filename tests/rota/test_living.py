"""A fortnight that is lived through, with all that happens, is looked at by a checker that shares no code with it."""

from datetime import date

from flask import Flask

from benchmarks.living.rota_year import lived_through
from benchmarks.living.story import Span


def test_a_fortnight_of_illness_swaps_and_leaving_breaks_no_rule(app: Flask) -> None:
    weeks = [Span(date(2027, 1, 4), date(2027, 1, 10)), Span(date(2027, 1, 11), date(2027, 1, 17))]

    found = lived_through(3, weeks, leavers=3, joiners=2, leaves=2)

    assert {way: figures.broken for way, (figures, _lived) in found.items()} == {way: [] for way in found}
    _figures, lived = found["StudyHub"]
    assert len(lived.planned_for) == 28
    assert lived.moved > 0
    assert lived.moved_needlessly == 0
    assert lived.accepted > 0
