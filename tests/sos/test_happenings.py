"""What happened on call stands on a card by itself, and stays as it was when the card was handed in."""

from datetime import datetime

from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import AlertSource
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.rota.models import Rota
from studyhub.services import keeping
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.sos import happenings, queries, writing
from studyhub.sos.models import HappeningKind, Mood
from studyhub.teams.models import Team
from tests.cast import NOON, Cast
from tests.handoffs.conftest import nights
from tests.rota.conftest import crew, keeper, published, rota
from tests.sos.conftest import DAY, HOUR, handed_in

__all__ = ["crew", "keeper", "published", "rota"]


def service_of(cast: Cast) -> Service:
    return keeping.create(Described(cast.team.id, "goods-render"), by=cast.admin, now=NOON)


def ring(service: Service, at: datetime, rule: str = "QueueGrows") -> None:
    firing = Firing(f"{rule}-{at.isoformat()}", rule, service.name, at)
    taking.take([firing], source=AlertSource.FILE, now=at)


def said(cast: Cast, meeting: Meeting, now: datetime) -> dict[HappeningKind, dict[str, object]]:
    return {one.kind: one.about for one in happenings.found(cast.team.id, meeting, now=now)}


def test_calls_of_nights_are_counted_beside_the_time_before(cast: Cast, rounds: list[Meeting], published: Rota) -> None:
    service, night = service_of(cast), nights()[0]
    meeting = rounds[0]
    meeting.starts_at, meeting.ends_at = night.ends_at + DAY, night.ends_at + 2 * DAY
    for minutes in (1, 2, 3):
        ring(service, night.starts_at + minutes * HOUR / 60)
    ring(service, night.ends_at + HOUR)

    found = said(cast, meeting, meeting.starts_at)

    assert found[HappeningKind.CALLS] == {"count": 3, "before": 0}
    assert found[HappeningKind.RANG]["count"] == 4


def test_a_quiet_time_is_a_happening_too(cast: Cast, rounds: list[Meeting]) -> None:
    page = cast.browser(cast.botan).get(f"/sos/{rounds[0].id}/teams/{cast.team.id}/edit").text

    assert "夜間・休日は鳴りませんでした" in page


def test_only_what_rang_since_the_round_before_counts(cast: Cast, rounds: list[Meeting]) -> None:
    service = service_of(cast)
    ring(service, rounds[0].starts_at - HOUR)
    ring(service, rounds[0].starts_at + HOUR)

    found = said(cast, rounds[1], rounds[1].starts_at - HOUR)

    assert found[HappeningKind.RANG]["count"] == 1


def test_what_is_unticked_is_not_shown_and_the_rest_stays_as_it_was(cast: Cast, rounds: list[Meeting]) -> None:
    service = service_of(cast)
    ring(service, NOON + HOUR)
    before = rounds[0].starts_at - HOUR
    found = happenings.found(cast.team.id, rounds[0], now=before)
    offered = [one.key for one in found]
    words = writing.Words(Mood.FINE, "All well", offered=offered, ticked=offered[1:])
    writing.hand_in(rounds[0], cast.team.id, words, base=0, by=cast.botan, now=before)

    ring(service, before + HOUR / 2)
    db.session.commit()

    update = queries.update_of(rounds[0], cast.team.id)
    assert update is not None
    assert [(one.kind, one.is_shown) for one in update.happenings] == [
        (HappeningKind.CALLS, False),
        (HappeningKind.RANG, True),
    ]
    assert update.happenings[1].about["count"] == 1
    page = cast.browser(cast.chika).get(f"/sos/{rounds[0].id}/").text
    assert "QueueGrows（goods-render）:1回" in page
    assert "夜間・休日" not in page


def test_alerts_of_other_teams_stand_on_other_cards(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    ring(service_of(cast), NOON + HOUR)

    update = handed_in(rounds[0], other, cast.chika)

    assert [one.kind for one in update.happenings] == [HappeningKind.CALLS]
