"""The same calendar, as three programs of different origin understand it."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

READ_WITH_ICAL_JS = Path(__file__).parent / "read.mjs"
ROOT = Path(__file__).parents[2]
INSTALL = "ical.js is missing: install Node.js, then run npm ci"


@dataclass(frozen=True)
class Seen:
    uid: str
    start: datetime
    end: datetime
    summary: str


def by_icalendar(body: bytes) -> list[Seen]:
    events: list[Any] = [*icalendar.Calendar.from_ical(body).walk("VEVENT")]
    return [
        Seen(str(event["UID"]), _utc(event["DTSTART"].dt), _utc(event["DTEND"].dt), str(event["SUMMARY"]))
        for event in events
    ]


def by_vobject(body: bytes) -> list[Seen]:
    events = vobject.readOne(body.decode()).vevent_list
    return [
        Seen(event.uid.value, _utc(event.dtstart.value), _utc(event.dtend.value), event.summary.value)
        for event in events
    ]


def by_ical_js(body: bytes) -> list[Seen]:
    printed = subprocess.run([_node(), READ_WITH_ICAL_JS], input=body, capture_output=True, check=True, timeout=60)
    return [
        Seen(
            event["uid"],
            datetime.fromisoformat(event["start"]),
            datetime.fromisoformat(event["end"]),
            event["summary"],
        )
        for event in json.loads(printed.stdout)
    ]


def _node() -> str:
    node = shutil.which("node")
    installed = node is not None and (ROOT / "node_modules" / "ical.js").is_dir()
    if not installed and os.environ.get("CI"):
        pytest.fail(INSTALL)
    if node is None or not installed:
        pytest.skip(INSTALL)
    return node


def _utc(moment: datetime) -> datetime:
    assert moment.tzinfo is not None
    return moment.astimezone(UTC)
