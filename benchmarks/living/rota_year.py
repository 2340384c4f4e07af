"""A year on call lived through day by day, beside weekly rotation and "longest since last"; see docs/oncall.md.

    python -m benchmarks.living.rota_year [--seeds N]

The demo's people on an embedded database in a temporary folder. Prints a table in Markdown, median and worst.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.databases import settings_for
from benchmarks.living import plainly
from benchmarks.living.checker import Asked
from benchmarks.living.lived import Lived
from benchmarks.living.measuring import Figures, measured
from benchmarks.living.organization import gather
from benchmarks.living.story import PLANNED_AHEAD, Span, Story
from benchmarks.living.with_studyhub import WithStudyHub, at_morning
from studyhub import clock, create_app, schema
from studyhub.db import db
from studyhub.rota.planning.cutting import cut
from studyhub.rota.planning.inputs import Rules
from studyhub.settings import organization
from studyhub.zones import ClosedDays

YEAR = 2027
QUARTERS = (
    Span(date(YEAR, 1, 1), date(YEAR, 3, 31)),
    Span(date(YEAR, 4, 1), date(YEAR, 6, 30)),
    Span(date(YEAR, 7, 1), date(YEAR, 9, 30)),
    Span(date(YEAR, 10, 1), date(YEAR, 12, 31)),
)
LEAVERS, JOINERS, LEAVES = 2, 3, 2
WAYS = {"weekly rotation": plainly.weekly, "longest since last": plainly.longest_ago}
Outcome = tuple[Figures, Lived]


def lived_through(seed: int, spans: Sequence[Span], *, leavers: int, joiners: int, leaves: int) -> dict[str, Outcome]:
    """One story in every way, on the empty database of the present application. Commits."""
    crew = gather(at_morning(spans[0].first - PLANNED_AHEAD))
    first, last = spans[0].first, spans[-1].last
    story = Story(seed, len(crew.people), first, last, leavers=leavers, joiners=joiners, leaves=leaves)
    closed = organization.days_off()
    slots = cut(first, last, Rules(), closed)
    found = {
        name: plainly.Plainly(story, slots, crew.teams, Rules(), order).live(spans) for name, order in WAYS.items()
    }
    found["StudyHub"] = WithStudyHub(story, crew, spans).live()
    asked = Asked(first, last, special=_days(story, closed, is_special=True), closed=_days(story, closed))
    return {name: (measured(story, lived, asked, crew.teams, spans), lived) for name, lived in found.items()}


def _days(story: Story, closed: Sequence[ClosedDays], *, is_special: bool = False) -> frozenset[date]:
    """The days of a story on which the company is closed; only the special ones, if asked."""
    periods = [one for one in closed if one.is_special or not is_special]
    return frozenset(day for day in story.days if any(one.starts_on <= day <= one.ends_on for one in periods))


def on_new_database(seed: int) -> dict[str, Outcome]:
    """The year of a seed, on a database of its own that is gone afterwards."""
    with TemporaryDirectory() as folder:
        settings = settings_for(f"sqlite:///{folder}/studyhub.db", Path(folder))
        app = create_app(settings)
        begin = at_morning(QUARTERS[0].first - PLANNED_AHEAD)
        schema.bring_up_to_date(app, settings, now=begin)
        clock.start_at(begin)
        with app.app_context():
            found = lived_through(seed, QUARTERS, leavers=LEAVERS, joiners=JOINERS, leaves=LEAVES)
            db.session.remove()
            db.engine.dispose()
        return found


ROWS: Sequence[tuple[str, Callable[[Figures, Lived], float]]] = (
    ("points apart", lambda figures, _: figures.points_apart),
    ("the same, of those there all year", lambda figures, _: figures.settled_apart),
    ("points apart, with what is credited", lambda figures, _: figures.credited_apart),
    ("points apart before swaps", lambda figures, _: figures.planned_apart),
    ("special days apart", lambda figures, _: figures.special_apart),
    ("days off apart", lambda figures, _: figures.days_off_apart),
    ("rules broken", lambda figures, _: len(figures.broken)),
    ("rests broken, each confirmed by name", lambda figures, _: figures.confirmed),
    ("vacant at their start", lambda figures, _: figures.vacant),
    ("shifts moved by planning again", lambda _, lived: lived.moved),
    ("of these, their person was there", lambda _, lived: lived.moved_needlessly),
    ("wanted to be given away", lambda _, lived: lived.asked),
    ("of these taken", lambda _, lived: lived.accepted),
    ("of these unanswered", lambda _, lived: lived.unanswered),
    ("of today, and nobody's or of somebody ill", lambda _, lived: lived.in_need),
    ("of these taken", lambda _, lived: lived.helped),
)


def main(seeds: int) -> None:
    """Print the table."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        years = list(processes.map(on_new_database, range(seeds)))
    for seed, year in enumerate(years):
        _say_broken(seed, year)
    print(f"| median / worst of {seeds} years | {' | '.join(years[0])} |")
    print(f"|---|{'---|' * len(years[0])}")
    for name, figure in ROWS:
        cells = [[figure(*year[way]) for year in years] for way in years[0]]
        print(f"| {name} | {' | '.join(_cell(values) for values in cells)} |")


def _say_broken(seed: int, year: dict[str, Outcome]) -> None:
    for way, (figures, _lived) in year.items():
        for line in figures.broken:
            print(f"Year {seed}, {way}: {line}", file=sys.stderr)


def _cell(values: Sequence[float]) -> str:
    return f"{round(median(values), 1):g} / {round(max(values), 1):g}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    main(parser.parse_args().seeds)
