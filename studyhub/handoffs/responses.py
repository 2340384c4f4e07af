"""From when to when somebody acted on what rang in their hours: filled from alerts, confirmed with the hand-off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from studyhub import zones
from studyhub.alerts.models import Alert
from studyhub.handoffs import queries
from studyhub.handoffs.asking import AFTER
from studyhub.handoffs.models import Handoff, HandoffResponse
from studyhub.handoffs.writing import Response
from studyhub.rota.planning.cutting import A_DAY
from studyhub.rota.swaps.held import Duty


class BadHours(Exception):
    """What was typed is no span of time that begins in these hours."""


@dataclass(frozen=True)
class Line:
    """One response as the form shows it, by a name of its own: of an alert, or of what was written by hand."""

    key: str
    alert: Alert | None
    starts_at: datetime | None
    ends_at: datetime | None
    what: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether it may have no end: the alert has none."""
        return self.alert is not None and self.alert.ends_at is None


def lines(duty: Duty, handoff: Handoff | None) -> list[Line]:
    """What the form of some hours shows: each alert acted on, what was added, and one more to add."""
    kept = list(handoff.responses) if handoff else []
    alerts = queries.acted_on(duty)
    by_alert = {one.alert_id: one for one in kept if one.alert_id is not None}
    known = {alert.id for alert in alerts}
    confirmed_at = handoff.responses_confirmed_at if handoff else None
    added = [one for one in kept if one.alert_id not in known]
    return [
        *(_of_alert(alert, by_alert.get(alert.id), confirmed_at) for alert in alerts),
        *(Line(f"h{place}", None, one.starts_at, one.ends_at, one.what) for place, one in enumerate(added)),
        Line(f"h{len(added)}", None, None, None),
    ]


def _of_alert(alert: Alert, kept: HandoffResponse | None, confirmed_at: datetime | None) -> Line:
    key = f"a{alert.id}"
    if kept is not None:
        return Line(key, alert, kept.starts_at, kept.ends_at, kept.what)
    if confirmed_at is not None and alert.marked_at is not None and alert.marked_at <= confirmed_at:
        # It was on the form, and its times were taken out.
        return Line(key, alert, None, None)
    return Line(key, alert, alert.starts_at, alert.ends_at)


def shown(moment: datetime | None, zone: str) -> time | None:
    """The wall time that stands in the form for a moment."""
    return zones.in_zone(moment, zone).time().replace(second=0, microsecond=0) if moment else None


def understood(line: Line, since: time | None, until: time | None, what: str, duty: Duty, zone: str) -> Response | None:
    """What two wall times say, None where it does not count. A time that is left as it was stays exact.

    Raises BadHours for an end without a beginning, words without times, and what does not begin in these hours.
    """
    if since is None:
        if until is not None or (what and line.alert is None):
            raise BadHours
        return None
    day = zones.in_zone(duty.starts_at, zone).date()
    if line.starts_at is not None and since == shown(line.starts_at, zone):
        starts_at = line.starts_at
    else:
        starts_at = _first(_moments(day, since, zone), duty.starts_at, duty.ends_at)
    if until is None:
        if not line.goes_on:
            raise BadHours
        return Response(starts_at, None, what, line.alert.id if line.alert else None)
    if line.ends_at is not None and until == shown(line.ends_at, zone) and line.ends_at >= starts_at:
        ends_at = line.ends_at
    else:
        ends_at = _first(_moments(day, until, zone), starts_at + datetime.resolution, duty.ends_at + AFTER)
    return Response(starts_at, ends_at, what, line.alert.id if line.alert else None)


def _moments(day: date, at: time, zone: str) -> Iterable[datetime]:
    return (zones.to_utc(day + number * A_DAY, at, zone) for number in range(5))


def _first(moments: Iterable[datetime], since: datetime, until: datetime) -> datetime:
    """The first of some moments in a span. Raises BadHours."""
    for moment in moments:
        if since <= moment < until:
            return moment
    raise BadHours
