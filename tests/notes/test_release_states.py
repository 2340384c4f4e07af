"""Every state of a text that was to leave is worded on every page that shows it."""

from collections.abc import Callable

import pytest

from studyhub.db import db
from studyhub.notes import releasing, writing
from studyhub.notes.models import Release, ReleaseState
from tests.cast import NOON, Cast
from tests.notes.notebook import head_of, published, requested


def declined(cast: Cast) -> Release:
    release = requested(cast)
    releasing.decline(release, "Name the source", by=cast.editor, now=NOON)
    return release


def withdrawn(cast: Cast) -> Release:
    release = requested(cast)
    releasing.withdraw_request(release.note, by=cast.botan, now=NOON)
    return release


def retracted(cast: Cast) -> Release:
    release = published(cast)
    releasing.retract(release, by=cast.editor, now=NOON)
    return release


def superseded(cast: Cast) -> Release:
    release = published(cast)
    note = release.note
    writing.edit(note, head_of(note), "Goals", "another text", by=cast.botan, now=NOON)
    newer = releasing.request(note, by=cast.botan, now=NOON)
    releasing.approve(newer, read_sha256=newer.sha256, by=cast.editor, now=NOON)
    return release


def in_review(cast: Cast) -> Release:
    release = requested(cast)
    release.move_to(ReleaseState.IN_REVIEW)
    return release


# How each comes about, what its own page says, and what the page of the note says.
WORDS: dict[ReleaseState, tuple[Callable[[Cast], Release], str, str]] = {
    ReleaseState.REQUESTED: (requested, ">依頼中<", ">依頼中<"),
    ReleaseState.IN_REVIEW: (in_review, ">依頼中<", ">依頼中<"),
    ReleaseState.APPROVED: (published, ">社外公開<", ">社外公開<"),
    ReleaseState.RETRACTED: (retracted, ">取り下げ<", ">取り下げ<"),
    ReleaseState.DECLINED: (declined, ">差し戻し<", "差し戻し"),
    ReleaseState.WITHDRAWN: (withdrawn, ">依頼を取り下げ<", "公開の依頼は取り下げ済みです"),
    ReleaseState.SUPERSEDED: (superseded, ">新しい文章に置き換え済み<", ">社外公開<"),
}


def test_every_state_is_among_them() -> None:
    assert set(WORDS) == set(ReleaseState)


@pytest.mark.parametrize("state", ReleaseState)
def test_a_state_is_worded_on_its_page_and_on_the_note(cast: Cast, state: ReleaseState) -> None:
    make, on_its_page, on_the_note = WORDS[state]
    release = make(cast)
    db.session.commit()
    browser = cast.browser(cast.botan)

    its_page = browser.get(f"/notes/{release.note_id}/releases/{release.id}/").text
    note = browser.get(f"/notes/{release.note_id}/").text

    assert release.state is state
    assert (on_its_page in its_page, on_the_note in note) == (True, True)


@pytest.mark.parametrize("state", sorted(set(ReleaseState) - {ReleaseState.DECLINED}))
def test_only_what_an_editor_sent_back_is_called_so(cast: Cast, state: ReleaseState) -> None:
    release = WORDS[state][0](cast)
    db.session.commit()
    browser = cast.browser(cast.botan)

    pages = [f"/notes/{release.note_id}/releases/{release.id}/", f"/notes/{release.note_id}/"]

    assert not any("差し戻し" in browser.get(page).text for page in pages)


@pytest.mark.parametrize("state", ReleaseState)
def test_only_what_is_outside_stays_there_when_the_note_becomes_a_draft(cast: Cast, state: ReleaseState) -> None:
    release = WORDS[state][0](cast)
    db.session.commit()

    page = cast.browser(cast.aki).get(f"/notes/{release.note_id}/").text

    is_outside = state in {ReleaseState.APPROVED, ReleaseState.SUPERSEDED}
    assert ("社外公開はそのまま" in page) is is_outside
