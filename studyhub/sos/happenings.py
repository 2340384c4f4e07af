"""What of on call a team's card begins with, from shifts, hand-offs and alerts. Rules: docs/rules.md, SoS round."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from studyhub.meetings.models import Meeting
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.sos import queries
from studyhub.sos.models import HappeningKind
from studyhub.sos.queries import Rang

# How far back the first round of a circle looks.
FIRST_LOOKS_BACK = timedelta(days=14)
RULES_SHOWN, BURNS_SHOWN = 4, 3


@dataclass(frozen=True)
class Found:
    """One happening; `about` are its figures, as `models.Happening` keeps them."""

    key: str
    kind: HappeningKind
    about: dict[str, Any]


def found(team_id: int, meeting: Meeting, *, now: datetime) -> list[Found]:
    """What happened to a team since the round before, up to the start of this one."""
    until = min(now, meeting.starts_at)
    since = queries.round_before(meeting, until) or until - FIRST_LOOKS_BACK
    before = since - (until - since)
    duties = held.held(before, until)
    rang = queries.rang(team_id, before, until)
    lately = [one for one in rang if one.starts_at >= since]
    return [
        _calls(rang, duties, since),
        *_rules(lately),
        *_burning(team_id, since, until),
        *_shifts(team_id, [duty for duty in duties if duty.starts_at >= since]),
    ]


def _calls(rang: list[Rang], duties: list[Duty], since: datetime) -> Found:
    """How often the rota was called, and how often in as long a time before."""
    hours = [(duty.starts_at, duty.ends_at) for duty in duties if duty.role is Role.PRIMARY]
    at_night = [one.starts_at for one in rang if any(begins <= one.starts_at < ends for begins, ends in hours)]
    count = sum(moment >= since for moment in at_night)
    return Found("calls", HappeningKind.CALLS, {"count": count, "before": len(at_night) - count})


def _rules(lately: list[Rang]) -> list[Found]:
    """What rang most, by service and rule, with who acted on it last."""
    groups: dict[int, list[Rang]] = defaultdict(list)
    for one in lately:
        groups[one.group_id].append(one)
    most = sorted(groups.values(), key=lambda rings: -len(rings))[:RULES_SHOWN]
    return [_rule(rings) for rings in most]


def _rule(rings: list[Rang]) -> Found:
    last = rings[-1]
    by = next((one.by for one in reversed(rings) if one.by), "")
    about = {"rule": last.rule, "service": last.service, "count": len(rings), "by": by}
    return Found(f"rang:{last.group_id}", HappeningKind.RANG, about | {"last": last.starts_at.isoformat()})


def _burning(team_id: int, since: datetime, until: datetime) -> list[Found]:
    """What hand-offs said that burns, each word once."""
    words = {one.head.burns: one for one in reversed(queries.handed_over(team_id, since, until)) if one.is_burning}
    newest = sorted(words.values(), key=lambda one: one.ends_at, reverse=True)[:BURNS_SHOWN]
    return [
        Found(f"burns:{one.id}", HappeningKind.BURNS, {"burns": one.head.burns, "on": one.ends_at.isoformat()})
        for one in newest
    ]


def _shifts(team_id: int, duties: list[Duty]) -> list[Found]:
    """How many shifts people of the team had; nothing where they had none."""
    members = queries.member_ids(team_id)
    mine = [duty for duty in duties if duty.user_id in members]
    about = {"count": len(mine), "people": len({duty.user_id for duty in mine})}
    return [Found("shifts", HappeningKind.SHIFTS, about)] if mine else []
