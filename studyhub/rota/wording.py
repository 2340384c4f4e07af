"""What a plan says, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime

from studyhub.rota.planning.explaining import Obstacle, Vacancy, Why
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.text.translated import Text
from studyhub.words.saying import gettext, lazy_gettext

KINDS: dict[ShiftKind, Text] = {
    ShiftKind.WEEKNIGHT: lazy_gettext("weeknight"),
    ShiftKind.DAY_OFF: lazy_gettext("day off"),
    ShiftKind.SPECIAL: lazy_gettext("special day"),
}
# Beside a date of the calendar.
SHORT_KINDS: Mapping[ShiftKind, Text] = KINDS | {ShiftKind.WEEKNIGHT: lazy_gettext("night")}
ROLES: Mapping[Role, Text] = {
    Role.PRIMARY: lazy_gettext("primary"),
    Role.SECONDARY: lazy_gettext("secondary"),
}
OBSTACLES: Mapping[Obstacle, Text] = {
    Obstacle.NOT_IN_POOL: lazy_gettext("not in the pool that day"),
    Obstacle.UNAVAILABLE: lazy_gettext("unavailable"),
    Obstacle.OTHER_ROLE: lazy_gettext("on duty in the other role"),
    Obstacle.REST: lazy_gettext("too little rest"),
    Obstacle.SAME_TEAM: lazy_gettext("same team as the other role"),
    Obstacle.CAP: lazy_gettext("enough shifts that month"),
}


def time_left(until: datetime, now: datetime) -> str:
    """How long something still lasts, as nobody at three in the morning wants to subtract it."""
    hours, minutes = divmod(int((until - now).total_seconds()) // 60, 60)
    if hours:
        return gettext("%(hours)d h %(minutes)d min left", hours=hours, minutes=minutes)
    return gettext("%(minutes)d min left", minutes=minutes)


def reason_of(reason: Why | Vacancy) -> str:
    """Why somebody has a shift, or why nobody has it, in one line."""
    if isinstance(reason, Vacancy):
        return _vacant(reason)
    why, mine = _why(reason), reason.chosen
    if not mine.credited or reason.is_imported or reason.is_kept:
        return why
    counts = {"why": why, "credited": mine.credited, "points": mine.points}
    return gettext("%(why)s; of the %(points)d points %(credited)d are credited", **counts)


def _why(reason: Why) -> str:
    if reason.is_imported:
        return gettext("from the spreadsheet")
    if reason.is_kept:
        return gettext("as published")
    mine = reason.chosen.points
    if not reason.others:
        return gettext("%(points)d points; nobody else could take it", points=mine)
    least, most = reason.others[0].points, reason.others[-1].points
    if len(reason.others) == 1:
        return gettext("%(points)d points; one other could take it, with %(least)d", points=mine, least=least)
    counts = {"points": mine, "count": len(reason.others), "least": least, "most": most}
    return gettext("%(points)d points; %(count)d others could take it, with %(least)d to %(most)d", **counts)


def _vacant(reason: Vacancy) -> str:
    if reason.is_left:
        return gettext("vacant: whoever had it is not on the rota any more")
    if reason.is_imported:
        return gettext("vacant in the spreadsheet")
    if not reason.obstacles:
        return gettext("vacant: nobody is in the pool")
    counts = gettext(", ").join(f"{OBSTACLES[obstacle]} {len(ids)}" for obstacle, ids in reason.obstacles)
    return gettext("vacant, nobody can take it as things stand: %(counts)s", counts=counts)
