"""The review: groups, what to begin with, what was decided, and whether it got better."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from studyhub import clock
from studyhub.alerts import acting, keeping, queries
from studyhub.alerts.handed_in import waiting
from studyhub.alerts.incoming import importing
from studyhub.alerts.models import Alert, AlertDecision, DecisionKind
from studyhub.alerts.reviewing import deciding, review
from studyhub.alerts.reviewing.deciding import Decided
from studyhub.alerts.reviewing.standing import Standing
from studyhub.alerts.views.fetching import clock_of_nights
from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.meetings.attendance import queries as attendance
from studyhub.services import keeping as services
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from tests.alerts.conftest import SAMPLE, group_of, ring
from tests.cast import NOON, Cast

A_DAY = timedelta(days=1)
# 3:05 in Tokyo.
AT_NIGHT = NOON - timedelta(hours=8, minutes=55)


def reviewed(months: int = 3, now: object = None) -> review.Review:
    return review.review(None, clock_of_nights(), months=months, now=clock.now() if now is None else NOON)


def test_the_sample_becomes_groups_one_decision_of_each_kind_and_the_noise_falls_with_the_next_file(
    cast: Cast, service: Service
) -> None:
    for name in ("market-web", "goods-render", "goods-web", "cart-api"):
        services.create(Described(cast.team.id, name), by=cast.admin, now=NOON)
    importing.take(SAMPLE.read_bytes(), by=cast.admin, now=NOON)
    lines = reviewed(12, NOON).lines
    assert [(line.group.rule, line.figures.count) for line in lines][:2] == [
        ("GoodsRenderPodRestarting", 4),
        ("MarketDBDiskIOHigh", 3),
    ]

    for kind, line in zip(DecisionKind, lines, strict=False):
        decided = Decided(kind, "Looked over", cast.aki.id, NOON.date() + A_DAY)
        deciding.decide(line.group, decided, by=cast.aki, now=NOON)
    later = NOON + timedelta(days=40)
    acted = ring(service, *(later - n * A_DAY for n in range(1, 4)), rule="Real")
    for alert in acted:
        acting.act(alert, cast.aki, by=cast.aki, now=later)

    shown = review.review(None, clock_of_nights(), months=12, now=later)
    assert {line.decision.kind for line in shown.lines if line.decision} == set(DecisionKind)
    percents = [month.noise_percent for month in shown.months if month.noise_percent is not None]
    assert (percents[0], percents[-1]) == (100, 0)


def test_the_three_to_begin_with_are_what_rings_for_nothing_at_night_and_no_more_in_a_month(
    cast: Cast, service: Service
) -> None:
    for number in range(5):
        ring(service, *(AT_NIGHT - n * A_DAY for n in range(2 + number)), rule=f"Rule{number}")

    assert [line.group.rule for line in reviewed(now=NOON).worst] == ["Rule4", "Rule3", "Rule2"]
    assert [tuple(row) for row in waiting.undecided(cast.aki, NOON)] == [("minne", "minne", 3)]
    assert waiting.undecided(cast.botan, NOON) == []

    for number in (4, 3, 2):
        decided = Decided(DecisionKind.REMOVE, "Nobody needs it", due_on=date(2027, 2, 1))
        deciding.decide(group_of(service, f"Rule{number}"), decided, by=cast.aki, now=NOON)
    db.session.flush()

    assert reviewed(now=NOON).worst == []
    assert waiting.undecided(cast.aki, NOON) == []
    # The next month goes on with the rest.
    assert [tuple(row) for row in waiting.undecided(cast.aki, NOON + 31 * A_DAY)] == [("minne", "minne", 2)]


@pytest.mark.parametrize(
    ("kind", "rings_on", "stands"),
    [
        (DecisionKind.REMOVE, True, Standing.OVERDUE),
        (DecisionKind.REMOVE, False, Standing.DECIDED),
        (DecisionKind.KEEP, False, Standing.OVERDUE),
    ],
)
def test_a_decision_whose_day_has_passed_comes_back_where_it_still_rings(
    cast: Cast, service: Service, kind: DecisionKind, rings_on: bool, stands: Standing
) -> None:
    decided_at = NOON - 20 * A_DAY
    ring(service, decided_at - 2 * A_DAY, decided_at - A_DAY, *([NOON - A_DAY] if rings_on else []))
    decided = Decided(kind, "Reason", cast.aki.id, (NOON - 10 * A_DAY).date())
    deciding.decide(group_of(service), decided, by=cast.aki, now=decided_at)
    db.session.flush()

    [line] = reviewed(now=NOON).lines

    assert line.standing is stands
    assert line.change is not None
    assert (line.change.before, line.change.after) == (2, int(rings_on))
    assert len(waiting.undecided(cast.aki, NOON)) == int(stands is Standing.OVERDUE)


def test_earlier_decisions_stay_and_the_same_twice_is_one(cast: Cast, service: Service) -> None:
    group = group_of(service)
    for kind in (DecisionKind.TUNE, DecisionKind.REMOVE, DecisionKind.REMOVE):
        deciding.decide(group, Decided(kind, "Reason"), by=cast.aki, now=NOON)
        db.session.flush()

    assert [one.kind for one in queries.decisions([group.id])[group.id]] == [DecisionKind.REMOVE, DecisionKind.TUNE]


def test_hours_nights_and_minutes_are_counted_on_the_wall(cast: Cast, service: Service) -> None:
    ring(service, AT_NIGHT, AT_NIGHT - A_DAY, NOON - A_DAY)

    [line] = reviewed(now=NOON).lines

    figures = line.figures
    assert (figures.hours[3], figures.hours[12], figures.at_night, figures.minutes) == (2, 1, 2, 5)
    # November had 30 nights; it rang in that of the 29th to the 30th, and in that of the 30th.
    assert [month.quiet_nights for month in reviewed(now=NOON).months][-2:] == [28, 0]


def test_pages_leave_out_what_was_silenced(cast: Cast, service: Service) -> None:
    loud, quiet = ring(service, AT_NIGHT, AT_NIGHT + timedelta(hours=1))
    quiet.is_silenced = True
    acting.act(loud, cast.botan, by=cast.botan, now=NOON)
    db.session.flush()

    [page] = queries.pages_of(NOON - A_DAY, NOON)

    assert page == (loud.starts_at, loud.ends_at, service.id, cast.botan.id)


def test_who_acted_during_a_session_is_excused(cast: Cast, service: Service) -> None:
    [alert] = ring(service, cast.meeting.starts_at + timedelta(minutes=5))
    acting.act(alert, cast.botan, by=cast.botan, now=cast.meeting.starts_at + A_DAY)
    db.session.flush()

    assert attendance.excused([cast.meeting.id]) == {(cast.meeting.id, cast.botan.id)}


def test_what_is_older_than_is_kept_is_forgotten_and_its_decision_stays(cast: Cast, service: Service) -> None:
    [old, new] = ring(service, NOON - 200 * A_DAY, NOON - A_DAY)
    acting.act(old, cast.aki, by=cast.aki, now=NOON)
    deciding.decide(group_of(service), Decided(DecisionKind.KEEP, "Reason"), by=cast.aki, now=NOON)
    keeping.keep_for(3, by=cast.admin, now=NOON)

    keeping.forget_old(NOON)

    assert db.session.scalars(db.select(Alert.id)).all() == [new.id]
    assert db.session.scalars(db.select(Commitment.id).where(Commitment.kind == "page")).all() == []
    assert len(db.session.scalars(db.select(AlertDecision)).all()) == 1


def test_months_of_what_is_forgotten_keep_their_sums(cast: Cast, service: Service) -> None:
    old = ring(service, *(NOON - n * A_DAY for n in (150, 151, 152, 153)))
    ring(service, NOON - A_DAY)
    acting.act(old[0], cast.aki, by=cast.aki, now=NOON)
    before = [(month.first, month.count, month.acted) for month in reviewed(now=NOON).months]
    keeping.keep_for(3, by=cast.admin, now=NOON)

    for _ in range(2):
        keeping.forget_old(NOON)

    months = reviewed(now=NOON).months
    assert [(month.first, month.count, month.acted) for month in months] == before
    assert (months[0].quiet_nights, months[0].noise_percent) == (None, 75)
    assert "75%" in cast.browser(cast.botan).get("/oncall/alerts/").text


def test_what_is_forgotten_bit_by_bit_adds_up(cast: Cast, service: Service) -> None:
    ring(service, *(NOON - n * A_DAY for n in (150, 151, 152)))
    keeping.keep_for(3, by=cast.admin, now=NOON)
    for days in (152, 151, 150):
        keeping.forget_old(NOON - days * A_DAY + relativedelta(months=3) + A_DAY)

    found = queries.forgotten(date(2026, 1, 1))

    assert list(found.values()) == [(3, 0)]
    assert queries.forgotten(date(2026, 1, 1), cast.team.id) == found
    assert queries.forgotten(date(2026, 1, 1), cast.team.id + 1) == {}
