"""Order and search of people."""

from flask import Flask

from studyhub.db import db
from studyhub.people.browsers import browser_name
from studyhub.people.models import User
from studyhub.people.queries import by_reading, in_order, matches
from tests.cast import NOON


def test_both_scripts_are_one_order() -> None:
    people = [User(id=number, name=name, kana=kana) for number, (name, kana) in enumerate(READINGS)]

    assert [person.name for person in by_reading(people)] == ["Bo", "Anjali", "相沢", "赤松", "Lucas", "渡辺"]


READINGS = [
    ("渡辺", "わたなべ"),
    ("Lucas", "ルカ"),
    ("赤松", "あかまつ"),
    ("Anjali", "アイア"),
    ("相沢", "あいざわ"),
    ("Bo", ""),
]


def test_whoever_has_no_reading_stands_by_their_name(app: Flask) -> None:
    people = [("おおつき", ""), ("渡辺", "わたなべ"), ("相沢", "あいざわ")]
    db.session.add_all(
        User(name=name, kana=kana, email=f"{number}@example.com", created_at=NOON)
        for number, (name, kana) in enumerate(people)
    )
    db.session.flush()

    found = list(db.session.scalars(in_order()))

    assert [person.name for person in found] == ["相沢", "おおつき", "渡辺"]
    assert sorted(found, key=lambda person: person.reading) == found


def test_every_word_must_be_found_somewhere() -> None:
    texts = ["相沢 透", "あいざわ とおる", "@aizawa", "SRE"]

    assert matches(texts, "ａｉｚａｗａ sre")
    assert matches(texts, "")
    assert not matches(texts, "aizawa minne")


def test_a_browser_is_named() -> None:
    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"

    assert browser_name(chrome) == "Chrome, Linux"
    assert browser_name(chrome + " Edg/130.0") == "Edge, Linux"
    assert browser_name("curl/8.0") == "curl/8.0"
    assert browser_name("") == ""
