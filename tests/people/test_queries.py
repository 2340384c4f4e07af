"""Order and search of people."""

from flask import Flask

from studyhub.db import db
from studyhub.people.browsers import browser_name
from studyhub.people.models import User
from studyhub.people.queries import in_order, matches
from tests.cast import NOON

READINGS = [
    ("渡辺", "わたなべ"),
    ("Lucas", "ルカ"),
    ("おおつき", ""),
    ("Anjali", "アイア"),
    ("相沢", "あいざわ"),
    ("Bo", ""),
]


def test_people_are_in_the_order_of_the_syllabary_in_whichever_script(app: Flask) -> None:
    for number, (name, kana) in enumerate(READINGS):
        db.session.add(User(email=f"{number}@example.com", name=name, kana=kana, created_at=NOON))
    db.session.flush()

    names = [person.name for person in db.session.scalars(in_order())]
    assert names == [
        "Bo",
        "Anjali",
        "相沢",
        "おおつき",
        "Lucas",
        "渡辺",
    ]


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
