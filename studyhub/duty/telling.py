"""Who is on duty, as programs read it: names, teams and times, no telephone number and no reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from studyhub import zones
from studyhub.db import db
from studyhub.pager.calling import Call, calls
from studyhub.rota import duty
from studyhub.rota import queries as rotas
from studyhub.rota.swaps.held import Duty
from studyhub.services import queries as services
from studyhub.services.models import Service
from studyhub.settings import organization


def now_and_next(*, now: datetime) -> dict[str, Any]:
    """Who has which role now and who next, and whom each service's team has for the day. Times have an offset.

    `now` is empty by day, when the teams answer, and where nothing is planned; a vacant role has null for its person.
    `pager` says of each role that runs whom the pager calls, as far as that is known, and whether it confirmed it.
    """
    zone = organization.current().time_zone
    found = duty.duty(None, now=now)
    shifts = [*found.running, *found.coming] if found else []
    teams = rotas.primary_teams({shift.user.id for shift in shifts if shift.user})
    return {
        "at": _iso(now, zone),
        "now": _roles(found.running if found else [], teams, zone),
        "pager": {role.value: _call(call) for role, call in (calls(found.running, now) if found else {}).items()},
        "next": _roles(found.coming if found else [], teams, zone),
        "services": [_contact(service) for service in db.session.scalars(services.with_contacts())],
    }


def _roles(shifts: Sequence[Duty], teams: Mapping[int, str], zone: str) -> list[dict[str, Any]]:
    return [
        {
            "role": shift.role.value,
            "name": shift.user.name if shift.user else None,
            "team": teams.get(shift.user.id) if shift.user else None,
            "start": _iso(shift.starts_at, zone),
            "end": _iso(shift.ends_at, zone),
        }
        for shift in shifts
    ]


def _call(call: Call) -> dict[str, Any]:
    return {"calls": call.user.name if call.user else None, "confirmed": call.is_confirmed}


def _contact(service: Service) -> dict[str, Any]:
    return {
        "service": service.name,
        "team": service.team.name,
        "contact": service.contact_user.name if service.contact_user else None,
        "handle": service.contact_handle or None,
    }


def _iso(moment: datetime, zone: str) -> str:
    return zones.in_zone(moment, zone).isoformat(timespec="seconds")
