"""Sharing inside, and asking for publication: who may, and who is told."""

import pytest

from studyhub.notes.models import ReleaseState
from studyhub.notes.releases import release_queries, releasing
from tests.cast import NOON, Cast
from tests.notes.notebook import CANARY, note_of, published, requested, shared_note, told


@pytest.mark.parametrize(
    ("name", "status", "is_shared"),
    [(None, 401, False), ("chika", 404, False), ("botan", 403, False), ("aki", 303, True)],
)
def test_the_organiser_shares(cast: Cast, name: str | None, status: int, is_shared: bool) -> None:
    note = note_of(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.post(f"/notes/{note.id}/sharing").status_code == status
    assert (note.shared_at is not None) is is_shared


def test_the_scribe_shares_too(cast: Cast) -> None:
    note = note_of(cast)
    cast.meeting.scribe_id = cast.botan.id

    assert cast.browser(cast.botan).post(f"/notes/{note.id}/sharing").status_code == 303


def test_sharing_tells_those_who_take_part_once(cast: Cast) -> None:
    note = note_of(cast)

    for _ in range(2):
        releasing.share(note, by=cast.aki, now=NOON)
        releasing.unshare(note, by=cast.aki, now=NOON)

    assert told("note_shared") == {cast.botan.id}


def test_a_note_made_a_draft_again_stays_outside(cast: Cast) -> None:
    release = published(cast)

    cast.browser(cast.aki).post(f"/notes/{release.note_id}/sharing/delete")

    assert cast.browser().get(f"/notes/{release.note_id}/").status_code == 200
    assert cast.browser(cast.chika).get(f"/notes/{release.note_id}/").status_code == 200
    assert CANARY not in cast.browser(cast.chika).get(f"/notes/{release.note_id}/").text


def test_making_it_a_draft_again_ends_what_was_asked(cast: Cast) -> None:
    release = requested(cast)

    releasing.unshare(release.note, by=cast.aki, now=NOON)

    assert release.state is ReleaseState.WITHDRAWN
    with pytest.raises(releasing.NotShared):
        releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)


def test_whoever_asked_takes_the_request_back(cast: Cast) -> None:
    release = requested(cast)
    page = cast.browser(cast.botan)

    assert page.post(f"/notes/{release.note_id}/releases/request/delete").status_code == 303

    assert release.state is ReleaseState.WITHDRAWN
    assert "社外に出る内容を確認" in page.get(f"/notes/{release.note_id}/").text


def test_taking_a_request_back_leaves_what_is_outside(cast: Cast) -> None:
    release = published(cast)
    note = release.note

    releasing.withdraw_request(note, by=cast.aki, now=NOON)

    assert release.state is ReleaseState.APPROVED


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("chika", 403), ("editor", 403), ("botan", 303), ("aki", 303)]
)
def test_authors_and_organisers_ask_for_publication(cast: Cast, name: str | None, status: int) -> None:
    note = shared_note(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.post(f"/notes/{note.id}/releases").status_code == status
    assert (release_queries.open_request(note) is not None) is (status == 303)


def test_a_draft_cannot_be_asked_out(cast: Cast) -> None:
    note = note_of(cast)

    cast.browser(cast.aki).post(f"/notes/{note.id}/releases")

    assert release_queries.open_request(note) is None


def test_editors_who_did_not_write_it_are_told(cast: Cast) -> None:
    cast.botan.is_editor = True

    requested(cast)

    assert told("release_requested") == {cast.editor.id}


def test_the_editor_reads_exactly_what_leaves(cast: Cast) -> None:
    release = requested(cast)

    page = cast.browser(cast.editor).get(f"/notes/{release.note_id}/releases/{release.id}/").text

    assert release.public_html in page
    assert release.sha256 in page
    assert CANARY not in page
