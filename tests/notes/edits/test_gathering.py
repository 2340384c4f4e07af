"""What was said about the chapters in the note: under its heading, as text, once, and never outside by itself."""

from html import unescape

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyhub.db import db
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought, ThoughtKind
from studyhub.notes.edits import gathering
from studyhub.notes.edits.gathering import Gathered
from studyhub.notes.models import Note
from studyhub.notes.parsing.characters import legal
from studyhub.notes.parsing.dialects import NEWEST
from studyhub.notes.text import internal, markdown
from studyhub.notes.text.lines import folded
from studyhub.settings import organization
from studyhub.text.cleaning import clean_text
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of
from tests.notes.notebook import head_of, note_of, save

ONE = Gathered("1 Chapter 1", ("- 感想(Botan): One", "- 疑問(Aki): Two?"))


def say(cast: Cast, *texts: str, kind: ThoughtKind = ThoughtKind.THOUGHT) -> None:
    for text in texts:
        saying.say(chapter_of(cast.meeting), kind, text, by=cast.botan, now=NOON)
    db.session.commit()


def begun(cast: Cast) -> Note:
    cast.browser(cast.botan).post(f"/meetings/{cast.meeting.id}/note")
    note: Note = db.session.scalars(db.select(Note)).one()
    return note


def words(html: str) -> str:
    return " ".join(unescape(nh3.clean(html, tags=set())).split())


def test_a_note_begins_with_what_was_said_under_the_chapters_heading(cast: Cast) -> None:
    say(cast, "Toil is a loan")
    say(cast, "Who pays?", kind=ThoughtKind.QUESTION)

    source = head_of(begun(cast)).source

    assert source.startswith(
        "## 1 Chapter 1\n\n:::internal\n- 感想(Botan): Toil is a loan\n- 疑問(Botan): Who pays?\n:::\n\n### 要点\n"
    )


def test_a_note_begins_without_what_was_said_where_that_is_too_long(cast: Cast) -> None:
    say(cast, *(f"{number} {'あ' * 490}" for number in range(70)))

    source = head_of(begun(cast)).source

    assert source.startswith("## 1 Chapter 1\n\n### 要点\n")
    assert "あ" * 490 not in source


def test_what_was_taken_back_is_not_gathered(cast: Cast) -> None:
    say(cast, "Hasty")
    thought = db.session.scalars(db.select(Thought)).one()
    saying.take_back(thought, now=NOON)

    assert "Hasty" not in head_of(begun(cast)).source


def test_what_was_said_does_not_leave_until_somebody_takes_it_out(cast: Cast) -> None:
    say(cast, "canary")

    head = head_of(begun(cast))

    assert "canary" in head.html
    assert "canary" not in head.public_html
    assert "決定事項" in head.public_html


@given(st.text(min_size=1, max_size=60))
@example("*bold* _it_ `code` [link](https://example.com) <b> ~~no~~ a_b \\ &amp; # |")
@example(":::internal")
@example("：：：internal x")
@example("<!-- hidden --> :smile: $a * b$ \\$c$ https://example.com/*a*_b_ <kbd>x</kbd> @[card](https://example.com)")
@example("![^1] :::message\n- list")
def test_text_is_shown_as_it_was_written(text: str) -> None:
    text = legal(clean_text(text))
    item = f"- 感想(Botan): {gathering.escaped(text)}"
    note = f"before\n\n:::internal\n{item}\n:::\n\nafter\n"

    shown = internal.unmarked(note)[0]

    assert plain(words(markdown.html(markdown.tree(shown, NEWEST), {"docId": "note"}, NEWEST))) == plain(
        f"before 感想(Botan): {text} after"
    )
    assert internal.cut(note) == "before\n\n\n\nafter\n"


def plain(text: str) -> str:
    """Everything one can see of a text."""
    return "".join(folded(text).split())


def test_an_address_stands_in_the_text_as_it_is() -> None:
    address = "https://example.com/~a/b_c?d=1&e=2"

    assert gathering.escaped(address) == address


def test_what_is_missing_comes_in_under_the_heading() -> None:
    assert gathering.with_missing("## 1 Chapter 1\n\ntext\n\n## 2\n", [ONE]) == (
        "## 1 Chapter 1\n\n:::internal\n- 感想(Botan): One\n- 疑問(Aki): Two?\n:::\n\ntext\n\n## 2\n"
    )


def test_what_is_there_stays_wherever_it_was_moved() -> None:
    source = "## 1 Chapter 1\n\n- 疑問(Aki): Two?\n\n## Elsewhere\n\n> 感想(Botan): One\n"

    assert gathering.with_missing(source, [ONE]) == source


def test_new_ones_follow_those_that_are_there() -> None:
    source = "## 1 Chapter 1\n\n:::internal\n- 感想(Botan): One\n:::\n\ntext\n"

    assert gathering.with_missing(source, [ONE]) == (
        "## 1 Chapter 1\n\n:::internal\n- 感想(Botan): One\n- 疑問(Aki): Two?\n:::\n\ntext\n"
    )


@pytest.mark.parametrize("moved", ["- 感想(Botan): One\n", ":::internal\n- x\n:::\n\n- 感想(Botan): One\n\ntext\n"])
def test_beside_what_was_taken_out_new_ones_are_internal(moved: str) -> None:
    source = gathering.with_missing(f"## 1 Chapter 1\n\n{moved}", [ONE])

    assert "- 疑問(Aki): Two?" in source.split("\n")
    assert "One" in internal.cut(source)
    assert "Two?" not in internal.cut(source)


def test_without_its_heading_it_comes_at_the_end() -> None:
    assert gathering.with_missing("text\n", [Gathered("9 End", ("- 感想(Aki): x",))]) == (
        "text\n\n## 9 End\n\n:::internal\n- 感想(Aki): x\n:::\n"
    )


def test_the_button_brings_in_what_is_missing_without_a_script(cast: Cast) -> None:
    note = note_of(cast, "## 1 Chapter 1\n\ntext\n")
    say(cast, "Later")

    answer = save(cast.browser(cast.botan), note, head_of(note), "## 1 Chapter 1\n\ntyped\n", gather="1")

    assert answer.status_code == 200
    assert "- 感想(Botan): Later\n:::\n\ntyped" in answer.text
    assert head_of(note).source == "## 1 Chapter 1\n\ntext\n"


def test_the_script_gets_the_text_and_how_much_came_in(cast: Cast) -> None:
    note = note_of(cast, "")
    say(cast, "Later", "And later")
    data = {"title": "Goals", "source": "## 1 Chapter 1\n", "base": head_of(note).id}

    answer = cast.browser(cast.botan).post(f"/notes/{note.id}/gathering", data=data, headers={"Accept-Language": "ja"})

    assert answer.json is not None
    assert answer.json["said"] == "2件を本文に入れました。"
    assert answer.json["source"].count("- 感想(Botan)") == 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_words_are_the_organisations(cast: Cast, language: str) -> None:
    organization.current().language = language
    say(cast, "Hm")

    assert {"ja": "- 感想(Botan): Hm", "en": "- Thought(Botan): Hm"}[language] in head_of(begun(cast)).source
