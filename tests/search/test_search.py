"""The search over circles, notes and people, as readers use it."""

from dataclasses import fields

import pytest

from studyhub.actions import deciding, giving
from studyhub.actions.giving import Task
from studyhub.actions.places import Place
from studyhub.circles import editing
from studyhub.circles.editing import Details
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings.assigning import chapters
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.signing_up import joining
from studyhub.notes.releases import releasing
from studyhub.people.models import UserState
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast
from tests.publishing.served import edited, public, released, shared
from tests.search.scenes import search


@pytest.mark.parametrize("typed", ["障害", "しょうがい ＳＬＯ", "ｼｮｳｶﾞｲ", "slo 障害"])
def test_a_note_is_found_by_its_text_however_the_words_are_written(cast: Cast, typed: str) -> None:
    shared(cast, source="障害(ショウガイ)と**SLO**の話")
    shared(cast, source="別の話")

    assert search(cast, cast.chika, typed).titles == ["ノート 1"]


def test_a_word_is_found_through_emphasis(cast: Cast) -> None:
    shared(cast, source="重**要**な点")

    assert search(cast, cast.chika, "重要な点").titles == ["ノート 1"]


def test_every_word_must_be_found(cast: Cast) -> None:
    shared(cast, 1, source="障害だけ")
    shared(cast, 2, source="監視と障害")

    assert search(cast, cast.chika, "障害 監視").titles == ["ノート 2"]


def test_words_are_marked_in_an_excerpt_around_the_first(cast: Cast) -> None:
    shared(cast, title="障害 <b>", source="前置き。" * 100 + "ここで障害が起きた & <i>" + "続き。" * 100)

    page = search(cast, cast.chika, "障害")

    assert page.marks == ["障害", "障害"]
    assert "ここで 障害 が起きた & <i>" in page.text
    assert page.titles == ["障害 <b>"]


def test_what_has_the_words_in_its_title_stands_first(cast: Cast) -> None:
    shared(cast, 1, title="監視の本", source="x")
    shared(cast, 2, title="新しい", source="監視")
    shared(cast, 3, title="もっと新しい", source="監視")

    assert search(cast, cast.chika, "監視").titles == ["監視の本", "もっと新しい", "新しい"]


def test_only_the_newest_text_is_found(cast: Cast) -> None:
    note = shared(cast, source="古い障害")
    edited(cast, note, "新しい監視", at=NOON)

    assert search(cast, cast.chika, "障害").titles == []
    assert search(cast, cast.chika, "監視").titles == ["ノート 1"]


def test_visitors_find_what_was_approved_and_nothing_newer(cast: Cast) -> None:
    note = released(cast, source="公開した監視").note
    edited(cast, note, "まだの障害", at=NOON, title="まだの題")

    assert search(cast, None, "監視").titles == ["ノート 1"]
    for words in ("障害", "まだの題"):
        assert search(cast, None, words).counts == {"notes": 0, "circles": 0}


def test_what_is_internal_is_found_inside_only(cast: Cast) -> None:
    released(cast, source="外の話\n\n:::internal\n内緒の話\n:::\n")

    assert search(cast, cast.chika, "内緒").titles == ["ノート 1"]
    assert search(cast, None, "内緒").counts == {"notes": 0, "circles": 0}
    assert "内緒の話" not in search(cast, None, "外の話").text


def test_a_retracted_text_is_found_by_nobody_outside(cast: Cast) -> None:
    release = released(cast, source="公開した監視")
    releasing.retract(release, by=cast.editor, now=NOON)

    assert search(cast, None, "監視").counts == {"notes": 0, "circles": 0}


def test_a_draft_is_found_by_whoever_takes_part(cast: Cast) -> None:
    note = shared(cast, source="下書きの監視")
    releasing.unshare(note, by=cast.aki, now=NOON)

    assert search(cast, cast.botan, "監視").titles == ["ノート 1"]
    assert search(cast, cast.chika, "監視").counts["notes"] == 0


def test_a_member_finds_the_published_text_of_a_note_they_may_not_open_inside(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    note = released(cast, source="公開した監視").note
    edited(cast, note, "まだの障害", at=NOON)

    assert search(cast, cast.chika, "監視").titles == ["ノート 1"]
    assert search(cast, cast.chika, "障害").titles == []
    assert search(cast, cast.botan, "障害").titles == ["ノート 1"]


# What members alone find, where there is none of it.
NONE = {"decisions": 0, "actions": 0, "services": 0, "quirks": 0, "scenarios": 0, "people": 0}


@pytest.mark.parametrize("kind", ["notes", "circles", "decisions", "actions", "people"])
def test_a_private_phrase_is_found_by_who_may_and_by_nobody_else(cast: Cast, kind: str) -> None:
    circle = cast.new_circle(cast.aki, title="planted7 circle", visibility=Visibility.PARTICIPANTS)
    released(cast, circle=circle, title="Title", source="open\n\n:::internal\nplanted7 internal\n:::")
    shared(cast, circle=circle, title="planted7 note", source="planted7 text")
    deciding.decide(Place(circle), "planted7 decision", by=cast.aki, now=NOON)
    giving.give(Place(circle), Task("planted7 action"), by=cast.aki, now=NOON)
    db.session.commit()

    assert search(cast, cast.aki, "planted7", kind=kind).counts == {
        "notes": 2,
        "circles": 1,
        **NONE,
        "decisions": 1,
        "actions": 1,
    }
    for user in (cast.botan, cast.chika, cast.editor, cast.admin):
        page = search(cast, user, "planted7", kind=kind)
        assert page.counts == {"notes": 0, "circles": 0, **NONE}
        assert "planted7 " not in page.text
    for stranger in (None, cast.person("Pen", state=UserState.PENDING)):
        page = search(cast, stranger, "planted7", kind=kind)
        assert page.counts == {"notes": 0, "circles": 0}
        assert "planted7 " not in page.text


@pytest.mark.parametrize("words", ["SRE book", "Chapter 3", "author", "言葉"])
def test_a_circle_is_found_by_title_book_author_chapters_and_description(cast: Cast, words: str) -> None:
    public(cast)
    cast.circle.plans[0].book.authors = "An Author"
    said = {field.name: getattr(cast.circle, field.name) for field in fields(Details)}
    editing.edit(cast.circle, Details(**said | {"description": "わたしたちの言葉"}), by=cast.aki, now=NOON)

    assert search(cast, None, words).titles == ["SRE"]


def test_a_circle_is_found_by_a_chapter_that_was_cut_in_two(cast: Cast) -> None:
    chapter = chapter_queries.chapters(cast.meeting)[0]
    chapters.split(cast.meeting, chapter, ("前編", "後編の監視"), by=cast.aki, now=NOON)

    assert search(cast, cast.chika, "後編").titles == ["SRE"]
    assert search(cast, cast.chika, "Chapter 1").titles == []


def test_people_are_found_by_name_reading_handle_and_team(cast: Cast) -> None:
    person = cast.person("大谷 みなと", kana="オオタニ ミナト", chat_handle="@minato")
    db.session.add(Membership(team_id=cast.team.id, user_id=person.id))
    db.session.commit()

    for words in ("大谷", "おおたに", "MINATO", "minne 大谷"):
        assert search(cast, cast.chika, words, kind="people").titles == ["大谷 みなと"]
    assert search(cast, cast.chika, "suzuri 大谷", kind="people").titles == []


def test_a_renamed_person_is_found_by_the_new_name(cast: Cast) -> None:
    cast.chika.name = "千佳"

    assert search(cast, cast.aki, "千佳", kind="people").titles == ["千佳"]
    assert search(cast, cast.aki, "chika", kind="people").titles == []


@pytest.mark.parametrize("state", [UserState.LEFT, UserState.SUSPENDED, UserState.INVITED, UserState.PENDING])
def test_who_is_no_member_is_not_found(cast: Cast, state: UserState) -> None:
    cast.person("大谷", state=state)

    assert search(cast, cast.admin, "大谷").counts["people"] == 0


def test_visitors_find_no_people_whatever_they_ask_for(cast: Cast) -> None:
    page = search(cast, None, "aki", kind="people", team="minne")

    assert page.counts == {"notes": 0, "circles": 0}
    assert "minne" not in page.text


def test_the_first_kind_that_has_any_is_shown(cast: Cast) -> None:
    assert search(cast, cast.aki, "chika").titles == ["Chika"]


def test_what_was_settled_is_found_by_its_words_until_it_is_dropped(cast: Cast) -> None:
    place = Place(cast.circle, cast.meeting)
    decision = deciding.decide(place, "書記は輪番にする", by=cast.aki, now=NOON)
    action = giving.give(place, Task("輪番の表を作る", cast.botan), by=cast.aki, now=NOON)
    db.session.commit()

    assert search(cast, cast.chika, "輪番", kind="decisions").titles == ["書記は輪番にする"]
    page = search(cast, cast.chika, "輪番", kind="actions")
    assert (page.titles, page.marks, "Botan" in page.text) == (["輪番の表を作る"], ["輪番"], True)

    deciding.drop(decision, "Few people", by=cast.aki, now=NOON)
    giving.drop(action, "Few people", by=cast.aki, now=NOON)
    db.session.commit()

    assert {kind: search(cast, cast.chika, "輪番").counts[kind] for kind in ("decisions", "actions")} == {
        "decisions": 0,
        "actions": 0,
    }


def test_a_team_and_a_circle_confine_what_was_settled(cast: Cast) -> None:
    other = cast.new_circle(cast.chika, title="Other")
    joining.join(cast.circle, cast.chika, now=NOON)
    deciding.decide(Place(cast.circle), "輪番にする", by=cast.aki, now=NOON)
    giving.give(Place(cast.circle), Task("輪番の表", cast.chika), by=cast.aki, now=NOON)
    db.session.commit()

    here = search(cast, cast.botan, "輪番", team="minne").counts
    elsewhere = search(cast, cast.botan, "輪番", circle=other.slug).counts

    assert [(found["decisions"], found["actions"]) for found in (here, elsewhere)] == [(1, 0), (0, 0)]
