"""What a new scenario begins with: what an alert or a hand-off says of the symptom and of the service."""

from dataclasses import dataclass

from studyhub.alerts.models import AlertGroup
from studyhub.drills import queries
from studyhub.drills.models import SYMPTOM_MAX_CHARS, TITLE_MAX_CHARS
from studyhub.handoffs.models import Handoff
from studyhub.words import dates
from studyhub.words.saying import gettext as _


@dataclass(frozen=True)
class Beginning:
    """What is filled in before anybody types."""

    title: str = ""
    symptom: str = ""
    service_id: int | None = None
    alert_group_id: int | None = None


def from_alerts(group: AlertGroup) -> Beginning:
    """When it rang last, with what the alert said."""
    last = queries.last_alert(group)
    lines = [_("The alert “%(rule)s” rang.", rule=group.rule)]
    if last is not None:
        lines = [_("%(when)s: the alert “%(rule)s” rang.", when=dates.when(last.starts_at), rule=group.rule)]
        lines += [last.summary] if last.summary else []
    symptom = "\n".join(lines)[:SYMPTOM_MAX_CHARS]
    return Beginning(group.rule[:TITLE_MAX_CHARS], symptom, group.service_id, group.id)


def from_handoff(handoff: Handoff) -> Beginning:
    """What burnt at the end of the hours. Everybody reads the title, so it says no word of that."""
    lines = [f"{dates.day(handoff.starts_at)} {dates.time_range(handoff.starts_at, handoff.ends_at)}"]
    symptom = "\n".join([*lines, handoff.head.burns])[:SYMPTOM_MAX_CHARS]
    service = handoff.services[0] if handoff.services else None
    title = " ".join([*([service.name] if service else []), dates.day(handoff.starts_at)])
    return Beginning(title[:TITLE_MAX_CHARS], symptom, service.id if service else None)
