"""What nobody in the World can do as it stands is tried in a scene of its own: all of it is done, or nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from studyhub.accounts import setup
from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.cover import deciding, last_minute
from studyhub.meetings.changing import creating
from studyhub.notes.edits import together
from studyhub.people.models import User
from tests.accounts.browsing import GOOD, first_visitor
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, go_to
from tests.notes.notebook import note_of
from tests.rights.failing import halves
from tests.rights.tables.snapshot import Snapshot

Press = tuple[User, str, dict[str, Any]]


def sign_up(cast: Cast) -> Press:
    return cast.chika, f"/meetings/{cast.meeting.id}/signup", {}


def join(cast: Cast) -> Press:
    return cast.chika, f"/circles/{cast.circle.slug}/participation", {"role": "participant"}


def ask(cast: Cast) -> Press:
    return cast.aki, f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/asking", {}


def swap(cast: Cast) -> Press:
    here, there = (chapter_of(meeting) for meeting in cast.meetings[:2])
    assignments.claim(cast.meetings[0], here, cast.aki, now=NOON)
    assignments.claim(cast.meetings[1], there, cast.botan, now=NOON)
    return cast.aki, f"/meetings/{cast.meeting.id}/chapters/{here.id}/swap", {"chapter_id": there.id}


def decide(cast: Cast, instead: deciding.Instead) -> Press:
    chapter, now = chapter_of(cast.meeting), cast.meeting.starts_at - timedelta(hours=5)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    mine = last_minute.cannot_present(cast.meeting, chapter, cast.botan, now=now)
    go_to(now)
    typed = {"instead": instead.value, "absent": mine.id}
    return cast.aki, f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/decision", typed


def read_together(cast: Cast) -> Press:
    return decide(cast, deciding.Instead.READ_TOGETHER)


def read_next_time(cast: Cast) -> Press:
    return decide(cast, deciding.Instead.NEXT)


def call_off(cast: Cast) -> Press:
    return decide(cast, deciding.Instead.CALL_OFF)


def check_in(cast: Cast) -> Press:
    cast.circle.has_checkin = True
    go_to(cast.meeting.starts_at)
    return cast.botan, f"/meetings/{cast.meeting.id}/check-in", {"code": cast.meeting.checkin_code}


def delete_session(cast: Cast) -> Press:
    start = cast.meetings[1].starts_at + timedelta(days=1)
    added = creating.add_meeting(cast.circle, creating.NewMeeting(start, start + timedelta(hours=1)), now=NOON)
    return cast.aki, f"/meetings/{added.id}/delete", {}


def invite(cast: Cast) -> Press:
    return cast.admin, f"/people/{cast.chika.id}/invitation", {}


def sign_out_elsewhere(cast: Cast) -> Press:
    cast.browser(cast.botan)
    return cast.botan, "/profile/devices/delete", {}


def close_note(cast: Cast) -> Press:
    note = note_of(cast, "text\n")
    together.be_present(note, cast.aki, now=NOON)
    return cast.aki, f"/notes/{note.id}/presence/delete", {}


SCENES = [sign_up, join, ask, swap, read_together, read_next_time, call_off, check_in, delete_session, invite]
SCENES += [sign_out_elsewhere, close_note]


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_played_whole_or_not_at_all(cast: Cast, scene: Callable[[Cast], Press]) -> None:
    user, path, data = scene(cast)
    db.session.commit()
    browser, snapshot = cast.browser(user), Snapshot()
    try:
        assert halves(snapshot, lambda: browser.post(path, data=data), every=True) == []
    finally:
        snapshot.end()


def test_an_organisation_is_made_whole_or_not_at_all(app: Flask) -> None:
    answers = {"organization_name": "Example", "name": "Aki", "email": "aki@example.com", "password": GOOD}
    answers["code"] = setup.issue_setup_code(NOON) or ""
    db.session.commit()
    snapshot = Snapshot()
    try:
        assert halves(snapshot, lambda: first_visitor(app).post("/set-up", data=answers), every=True) == []
    finally:
        snapshot.end()
