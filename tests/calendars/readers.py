"""The same calendar, as three programs of different origin understand it."""

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import vobject

from tests.tools import require_node_modules, require_tool

READ_WITH_ICAL_JS = Path(__file__).parent / "read.mjs"


@dataclass(frozen=True)
class Seen:
    uid: str
    start: datetime
    end: datetime
    summary: str
    status: str
    sequence: int


def by_icalendar(body: bytes) -> list[Seen]:
    events: list[Any] = [*icalendar.Calendar.from_ical(body).walk("VEVENT")]
    return [
        Seen(
            str(event["UID"]),
            _utc(event["DTSTART"].dt),
            _utc(event["DTEND"].dt),
            str(event["SUMMARY"]),
            str(event["STATUS"]),
            int(event["SEQUENCE"]),
        )
        for event in events
    ]


def by_vobject(body: bytes) -> list[Seen]:
    events = vobject.readOne(body.decode()).contents.get("vevent", [])
    return [
        Seen(
            event.uid.value,
            _utc(event.dtstart.value),
            _utc(event.dtend.value),
            event.summary.value,
            event.status.value,
            int(event.sequence.value),
        )
        for event in events
    ]


def by_ical_js(body: bytes) -> list[Seen]:
    require_node_modules()
    command = [require_tool("node"), str(READ_WITH_ICAL_JS)]
    printed = subprocess.run(command, input=body, capture_output=True, check=True, timeout=60)
    return [
        Seen(
            event["uid"],
            datetime.fromisoformat(event["start"]),
            datetime.fromisoformat(event["end"]),
            event["summary"],
            event["status"],
            event["sequence"],
        )
        for event in json.loads(printed.stdout)
    ]


def _utc(moment: datetime) -> datetime:
    assert moment.tzinfo is not None
    return moment.astimezone(UTC)
