"""Released notes of the cast, and the feeds the application serves of them."""

import io
import json
import zipfile
from datetime import datetime, timedelta
from typing import Any

from click.testing import Result
from werkzeug.test import TestResponse

from studyhub import clock
from studyhub.circles.models import Circle, Visibility
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import releasing
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

FORMATS = ("rss", "atom", "json")
CANARY = "canary-8b1f"
TEXT = f"平均ではなく**「分布」**で見る。\n\n:::internal\n{CANARY}\n:::\n\n脚注[^1]つき。\n\n[^1]: 説明\n"


def shared(cast: Cast, number: int = 1, *, source: str = TEXT, circle: Circle | None = None, **changes: Any) -> Note:
    """A note of a circle, written by Botan and shared by Aki that many hours after NOON."""
    at = NOON + timedelta(hours=number)
    meeting: Meeting | None = changes.pop("meeting", None)
    title = changes.pop("title", f"ノート {number}")
    note = writing.begin(circle or cast.circle, meeting, title, "", by=cast.botan, now=at)
    edited(cast, note, source, at=at)
    releasing.share(note, by=cast.aki, now=at)
    db.session.commit()
    return note


def edited(cast: Cast, note: Note, source: str, *, at: datetime, title: str | None = None) -> None:
    """Another text of the note, by Botan; a published note asks for review by it."""
    assert note.head is not None
    writing.edit(note, note.head, title or note.title, source, by=cast.botan, now=at)
    releasing.follow_edit(note, by=cast.botan, now=at)
    db.session.commit()


def released(cast: Cast, number: int = 1, **changes: Any) -> Release:
    """As `shared`, and released by the editor in the same hour."""
    at = NOON + timedelta(hours=number)
    return approved(cast, shared(cast, number, **changes), at)


def approved(cast: Cast, note: Note, at: datetime) -> Release:
    release = releasing.request(note, by=cast.botan, now=at)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=at)
    db.session.commit()
    return release


def at(moment: datetime) -> None:
    """Let the application's clock go on from that moment."""
    clock.start_at(moment)


def public(cast: Cast) -> Circle:
    cast.circle.visibility = Visibility.PUBLIC
    db.session.commit()
    return cast.circle


def my(user: User, file: str, purpose: Purpose = Purpose.FEED) -> str:
    """A private address of a person."""
    return f"/my/{addresses.token(user, purpose, key=SECRET_KEY)}/{file}"


def facts(answer: TestResponse) -> tuple[bytes, str | None, str | None]:
    """What tells one state of a file from another: bytes, tag and date."""
    return answer.data, answer.headers.get("ETag"), answer.headers.get("Last-Modified")


def hours(count: float) -> datetime:
    """That many hours after NOON."""
    return NOON + timedelta(hours=count)


def download(cast: Cast, address: str, *, by: User | None = None) -> dict[str, bytes]:
    """The files of an export, pressed by the editor unless by somebody else."""
    answer = cast.browser(by or cast.editor).post(address)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run(cast: Cast, *words: str) -> Result:
    """`python3 app.py note …` in this application."""
    db.session.commit()
    result = cast.app.test_cli_runner().invoke(args=["note", *words])
    db.session.expire_all()
    return result


def front(page: bytes) -> dict[str, Any]:
    """What stands above a post; every value is written as JSON."""
    head = page.decode().split("---\n")[1]
    return {key: json.loads(value) for key, _, value in (line.partition(": ") for line in head.splitlines())}
