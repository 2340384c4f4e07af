"""Every state of a text that was to leave is worded on every page that shows it."""

from collections.abc import Callable

import pytest

from studyhub.db import db
from studyhub.notes.edits import writing
from studyhub.notes.models import Release, ReleaseState
from studyhub.notes.releases import releasing
from studyhub.people.models import OutsideName
from tests.cast import NOON, Cast
from tests.notes.notebook import head_of, published, requested
from tests.notes.parsing.parsed import parsed


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
    ReleaseState.REQUESTED: (requested, ">公開依頼中<", ">公開依頼中<"),
    ReleaseState.IN_REVIEW: (in_review, ">公開依頼中<", ">公開依頼中<"),
    ReleaseState.APPROVED: (published, ">社外公開<", ">社外公開<"),
    ReleaseState.RETRACTED: (retracted, ">取り下げ<", ">取り下げ<"),
    ReleaseState.DECLINED: (declined, ">差し戻し<", "差し戻し"),
    ReleaseState.WITHDRAWN: (withdrawn, ">依頼の取り消し<", "公開の依頼は取り消し済みです"),
    ReleaseState.SUPERSEDED: (superseded, ">新しい文章に置き換え済み<", ">社外公開<"),
}


# What lists of notes say, beside that it is shared inside.
LISTED = {
    ReleaseState.REQUESTED: ["公開依頼中"],
    ReleaseState.IN_REVIEW: ["公開依頼中"],
    ReleaseState.APPROVED: ["社外公開"],
    ReleaseState.RETRACTED: ["取り下げ"],
    ReleaseState.DECLINED: ["差し戻し"],
    ReleaseState.WITHDRAWN: [],
    ReleaseState.SUPERSEDED: ["社外公開"],
}


def test_every_state_is_among_them() -> None:
    assert set(WORDS) == set(LISTED) == set(ReleaseState)


@pytest.mark.parametrize("address", ["/", "/notes/", "/meetings/{meeting}/"])
@pytest.mark.parametrize("state", ReleaseState)
def test_a_state_is_worded_alike_on_every_list(cast: Cast, state: ReleaseState, address: str) -> None:
    release = WORDS[state][0](cast)
    db.session.commit()

    page = parsed(cast.browser(cast.botan).get(address.format(meeting=cast.meeting.id)).text)

    link = f"(//main//a[@href='/notes/{release.note_id}/'])[1]"
    words = page.xpath(f"{link}/ancestor::*[self::li or self::section][1]//span[contains(@class, 'tag')]/text()")
    # Home has room for the farthest alone.
    assert words == ((LISTED[state] or ["社内共有"]) if address == "/" else ["社内共有", *LISTED[state]])


@pytest.mark.parametrize("state", ReleaseState)
def test_the_page_of_a_circle_words_the_farthest_states_of_a_note(cast: Cast, state: ReleaseState) -> None:
    release = WORDS[state][0](cast)
    db.session.commit()

    assert words_in_plan(cast, release) == (LISTED[state] or ["社内共有"])


def test_the_page_of_a_circle_says_that_a_newer_text_of_what_is_outside_was_asked_for(cast: Cast) -> None:
    release = published(cast)
    writing.edit(release.note, head_of(release.note), "Goals", "newer", by=cast.botan, now=NOON)
    releasing.request(release.note, by=cast.botan, now=NOON)
    db.session.commit()

    assert words_in_plan(cast, release) == ["社外公開", "公開依頼中"]


def words_in_plan(cast: Cast, release: Release) -> list[str]:
    page = parsed(cast.browser(cast.botan).get(f"/circles/{cast.circle.slug}/").text)
    found: list[str] = page.xpath(f"//td//a[@href='/notes/{release.note_id}/']//span[contains(@class, 'tag')]/text()")
    return found


@pytest.mark.parametrize("state", [ReleaseState.DECLINED, ReleaseState.WITHDRAWN])
def test_what_never_left_still_says_what_would_have_left_beside_it(cast: Cast, state: ReleaseState) -> None:
    cast.botan.outside_name, cast.botan.name = OutsideName.REAL, "Botan Kato"
    release = WORDS[state][0](cast)
    db.session.commit()

    page = parsed(cast.browser(cast.editor).get(f"/notes/{release.note_id}/releases/{release.id}/").text)

    beside = [" ".join(one.text_content().split()) for one in page.xpath("//section[@aria-labelledby='along']//dd")]
    assert (beside[0].startswith(cast.circle.title), "Botan Kato" in beside) == (True, True)


def test_a_text_that_was_taken_back_is_said_to_be_whatever_was_answered_later(cast: Cast) -> None:
    release = published(cast)
    writing.edit(release.note, head_of(release.note), "Goals", "newer", by=cast.botan, now=NOON)
    releasing.decline(releasing.request(release.note, by=cast.botan, now=NOON), "no", by=cast.editor, now=NOON)
    releasing.retract(release, by=cast.editor, now=NOON)
    db.session.commit()

    page = cast.browser(cast.botan).get(f"/notes/{release.note_id}/").text

    assert (">取り下げ<" in page, f"{cast.editor.name}さんが12月1日(火)に取り下げました。" in page) == (True, True)


def test_a_published_note_says_which_revision_is_read_outside_once_it_was_changed(cast: Cast) -> None:
    release = published(cast)
    note, outside = release.note, release.revision.number
    writing.edit(note, head_of(note), "Goals", "newer", by=cast.botan, now=NOON)
    releasing.request(note, by=cast.botan, now=NOON)
    releasing.withdraw_request(note, by=cast.botan, now=NOON)
    db.session.commit()

    page = cast.browser(cast.botan).get(f"/notes/{note.id}/").text

    assert f"社外に出ているのは第{outside}版です。社内の最新は第{outside + 1}版です。" in page


def test_a_published_note_says_what_its_circle_is_still_called_outside(cast: Cast) -> None:
    release = published(cast)
    before, cast.circle.title = cast.circle.title, "Renamed"
    db.session.commit()

    page = cast.browser(cast.botan).get(f"/notes/{release.note_id}/").text

    assert f"社外での会の名前は、承認時の「{before}」のままです。" in page


def test_a_reason_keeps_its_lines(cast: Cast) -> None:
    release = requested(cast)
    releasing.decline(release, "one\ntwo", by=cast.editor, now=NOON)
    db.session.commit()
    browser = cast.browser(cast.botan)

    pages = [f"/notes/{release.note_id}/releases/{release.id}/", f"/notes/{release.note_id}/"]

    shown = [parsed(browser.get(page).text).xpath("//p[contains(@class, 'lines')]/text()") for page in pages]
    assert shown == [["one\ntwo"]] * 2


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
