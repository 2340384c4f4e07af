"""How a wiped passage is known again: by a mark that needs the key, at little cost."""

import time
from hashlib import blake2b
from typing import Any

import pytest

from studyhub.db import db
from studyhub.notes.text import passages
from studyhub.notes.text.passages import MARK
from studyhub.notes.wiping import passages as wiping
from tests.cast import NOON, Cast
from tests.kept_texts import kept_in
from tests.notes.notebook import head_of, save, shared_note
from tests.notes.wiped import PASSWORD, TEXT, press


def test_the_mark_a_passage_is_known_by_needs_the_key(cast: Cast) -> None:
    note = shared_note(cast, TEXT)

    wiping.wipe(note, PASSWORD, by=cast.aki, now=NOON, key="the key")

    assert wiping.kept_out(note, [PASSWORD], keys=["another"]) == [PASSWORD]
    assert wiping.kept_out(note, [PASSWORD], keys=["another", "the key"]) == [MARK]


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("\\" * 999 + "x", "\\" * 50_000),
        ("a " * 450 + "b", "a " * 50_000),
        ("((((", "(" * 100_000),
        ("x" * 1000, "x" * 100_000),
    ],
)
def test_no_passage_makes_looking_for_it_long(passage: str, text: str) -> None:
    begun = time.process_time()

    passages.is_in(passage, text)
    passages.without(text, passage)
    known = [passages.Known(len(passages.normal(passage)), passages.digest(passage, 1, key="the key"))]
    list(passages.returning(text, 1, known, keys=["the key"]))

    assert time.process_time() - begun < 10


@pytest.fixture
def digests(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What digests are made of, as they are."""
    made: list[bytes] = []

    def digest(words: bytes, **options: Any) -> Any:
        made.append(words)
        return blake2b(words, **options)

    digest.SALT_SIZE = blake2b.SALT_SIZE  # type: ignore[attr-defined]  # as the class has it
    monkeypatch.setattr(passages, "blake2b", digest)
    return made


def known_of(*wiped: str) -> list[passages.Known]:
    return [passages.Known(len(passages.normal(one)), passages.digest(one, 1, key="the key")) for one in wiped]


@pytest.mark.parametrize("text", ["words and " * 9_000, "x" * 95_000, "xxxy" * 20_000])
def test_a_text_without_the_passage_costs_as_good_as_no_digests(text: str, digests: list[bytes]) -> None:
    known = known_of(*("x" * length + "z" for length in range(10, 34)), "words and more", PASSWORD)
    digests.clear()

    found = list(passages.returning(text, 1, known, keys=["the key", "another"]))

    # One for each seal and one for the base; of ten million sums that are the same by chance there is one.
    assert (found, len(digests) <= 2 * (len(known) + 1) + 2) == ([], True)


def test_a_passage_that_returns_often_costs_one_digest(digests: list[bytes]) -> None:
    known = known_of("xxxxx")
    digests.clear()

    found = list(passages.returning("x" * 95_000, 1, known, keys=["the key"]))

    assert (found, digests.count(b"xxxxx")) == (["xxxxx"], 1)


@pytest.mark.parametrize("length", [4, 5, 7, 8, 9, 511, 512, 513, 1000])
def test_passages_of_every_length_are_found_at_both_ends(length: int) -> None:
    passage = "".join(chr(0x4E00 + number * number % 5003) for number in range(length))
    known = known_of(passage)

    found = [
        list(passages.returning(text, 1, known, keys=["the key"])) for text in (passage, f"a{passage}", f"{passage}b")
    ]

    assert found == [[passage]] * 3


def test_nothing_is_looked_for_in_what_is_too_long(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    note = shared_note(cast, TEXT)
    press(cast.browser(cast.aki), note)
    looked: list[str] = []
    monkeypatch.setattr(wiping, "marked", lambda text, *_, **__: looked.append(text))
    data = {"title": "Goals", "source": "x" * 200_000, "base": head_of(note).id, "tags": "", "tags_before": ""}

    saved = cast.browser(cast.botan).post(f"/notes/{note.id}/edit", data=data)
    kept = cast.browser(cast.botan).post(f"/notes/{note.id}/working-copy", data=data)

    assert (saved.status_code, kept.status_code, looked) == (422, 422, [])


def test_others_write_while_it_is_looked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    note = shared_note(cast, TEXT)
    base = head_of(note)
    press(cast.browser(cast.aki), note)
    is_free: list[bool] = []
    marked = wiping.marked

    def look(*given: Any, **options: Any) -> str:
        is_free.append(not db.session().in_transaction())
        return marked(*given, **options)

    monkeypatch.setattr(wiping, "marked", look)
    save(cast.browser(cast.botan), note, base, TEXT)

    assert is_free[:3] == [True] * 3
    assert kept_in(PASSWORD) == set()


def test_what_is_wiped_while_it_is_looked_for_is_kept_out_too(cast: Cast) -> None:
    note = shared_note(cast, TEXT)
    wiping.wipe(note, "password", by=cast.aki, now=NOON, key="the key")
    before = wiping.known(note)
    wiping.wipe(note, PASSWORD, by=cast.aki, now=NOON, key="the key")

    assert wiping.kept_out(note, [f"password {PASSWORD}"], keys=["the key"], looked_for=before) == [f"password {MARK}"]
