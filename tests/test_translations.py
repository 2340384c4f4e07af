"""Every message is said in Japanese, in the file of the feature that says it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from studyhub.config import ROOT
from studyhub.features import FEATURES

CATALOGS = ROOT / "studyhub" / "translations" / "ja"
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# What is shared by all pages speaks from one file.
SHARED = {"layout", "macros", "errors", "web"}


def said_in(folder: Path) -> Iterator[tuple[str, str]]:
    """The feature and the English of each message in a folder of features."""
    methods = [("**.py", "python"), ("**.html", "jinja2"), ("**.md", "jinja2"), ("**.txt", "jinja2")]
    options = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    for name, _line, message, _comments, context in extract_from_dir(folder, methods, options, KEYWORDS):
        feature = Path(name).parts[0] if len(Path(name).parts) > 1 else "web"
        yield ("web" if feature in SHARED else feature), named(message, context)


def named(message: str | Sequence[str], context: str | None) -> str:
    """The English of a message, of its singular if it has a plural; the same word in another context is another."""
    english = message if isinstance(message, str) else message[0]
    return f"{english} ({context})" if context else english


def all_said() -> set[tuple[str, str]]:
    return {*said_in(ROOT / "studyhub"), *said_in(ROOT / "templates")}


def translated() -> dict[str, dict[str, str]]:
    """For each English message of each catalog, the Japanese."""
    catalogs: dict[str, dict[str, str]] = {}
    for path in CATALOGS.glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="ja"):
                japanese = message.string[0] if isinstance(message.string, tuple | list) else message.string
                if message.id:
                    catalogs.setdefault(path.stem, {})[named(message.id, message.context)] = str(japanese)
    return catalogs


@pytest.fixture(scope="module")
def catalogs() -> dict[str, dict[str, str]]:
    return translated()


def test_every_message_is_translated(catalogs: dict[str, dict[str, str]]) -> None:
    known = {english for catalog in catalogs.values() for english, japanese in catalog.items() if japanese}

    missing = sorted((feature, english) for feature, english in all_said() if english not in known)

    assert missing == []


def test_placeholders_are_the_same_in_both_languages(catalogs: dict[str, dict[str, str]]) -> None:
    differing = [
        english
        for catalog in catalogs.values()
        for english, japanese in catalog.items()
        if not set(PLACEHOLDER.findall(japanese)) <= set(PLACEHOLDER.findall(english)) | {"%(num)s"}
    ]

    assert differing == []


def test_no_message_is_translated_for_nobody(catalogs: dict[str, dict[str, str]]) -> None:
    said = {english for _feature, english in all_said()}

    unused = sorted((name, english) for name, catalog in catalogs.items() for english in catalog if english not in said)

    assert unused == []


def test_one_english_message_has_one_japanese(catalogs: dict[str, dict[str, str]]) -> None:
    meanings: dict[str, set[str]] = {}
    for catalog in catalogs.values():
        for english, japanese in catalog.items():
            meanings.setdefault(english, set()).add(japanese)

    assert {english: said for english, said in meanings.items() if len(said) > 1} == {}


JAPANESE = r"[ぁ-ヿ一-鿿々]"
# What reads as translated: a space or the narrow parentheses of the other language in a Japanese sentence.
FOREIGN = {
    "space before さん": re.compile(r" さん"),
    "space after 。": re.compile(r"。 "),
    "space before a counter": re.compile(r"\d (?:日|人|時間|か月|章|回|件|分|文字|行)"),
    "wide colon, or a space after a label's": re.compile(rf"：|(?:{JAPANESE}|[）」]): "),
    "another word for 感想・疑問": re.compile(r"感想[とや、]疑問"),
    "narrow parentheses": re.compile(rf"{JAPANESE}.*[()]|[()].*{JAPANESE}", re.DOTALL),
    "other brackets than 「」": re.compile(r"[『』\"“”]"),
    "question mark behind か": re.compile(r"か[?？]"),
    # Titles of books and names of kinds are written as they are printed.
    "no space beside a Latin word": re.compile(
        rf"\b(?!SREの|SoS会)[A-Za-z][A-Za-z_.]+(?={JAPANESE})|(?<={JAPANESE})[A-Za-z]{{2,}}"
    ),
    "space before a figure": re.compile(rf"(?!・){JAPANESE} \d+{JAPANESE}"),
    "another spelling": re.compile(
        "分か[らりるっ]|今[のサ]|後で|後から|ひとつ|おたず|だれ|下さい|出来(?!事)|[ヶヵカケ]月|フォルダ(?!ー)|見れ|頂"
    ),
    "another word for the same": re.compile(
        "いいね|権限|申請|公開を申し込|退会|今後の|ログイン|社内限定|参加者(?:限定|だけの会)|オーガナイザ|セッション|[がを]通知され"
    ),
}
# The same around what is filled in: words of our own end in Japanese, times and addresses in figures and letters.
AROUND = {
    "space behind words of our own": re.compile(rf"%\((?:session|chapters?|day|zone)\)s (?={JAPANESE})"),
    "no space behind a time, an address or a name": re.compile(
        rf"%\((?:when|email|organization|team)\)s(?={JAPANESE})"
    ),
    "space beside a number": re.compile(rf"%\(num\)s (?={JAPANESE})|[のがは] %\(num\)s"),
    "space behind a colon": re.compile(r"%\(\w+\)s: "),
    "one さん for several people": re.compile(r"%\(names\)sさん"),
}


@pytest.mark.parametrize("habit", FOREIGN)
def test_japanese_keeps_its_own_spaces_and_parentheses(catalogs: dict[str, dict[str, str]], habit: str) -> None:
    found = [
        japanese
        for catalog in catalogs.values()
        for japanese in catalog.values()
        if FOREIGN[habit].search(PLACEHOLDER.sub("…", japanese))
    ]

    assert found == []


@pytest.mark.parametrize("habit", AROUND)
def test_japanese_keeps_its_own_spaces_around_what_is_filled_in(
    catalogs: dict[str, dict[str, str]], habit: str
) -> None:
    found = [japanese for said in catalogs.values() for japanese in said.values() if AROUND[habit].search(japanese)]

    assert found == []


def test_what_can_be_turned_off_is_named_by_when_it_comes() -> None:
    kinds = [kind for feature in FEATURES if feature.name != "reminders" for kind in feature.messages.values()]
    # Where nobody reads, words are Japanese.
    named = [str(kind.label) for kind in kinds if kind.can_be_turned_off]

    assert len(named) > 20
    assert [name for name in named if not re.fullmatch(r".+とき(?:（.+）)?", name)] == []


def test_no_page_writes_a_colon_that_is_english_in_japanese() -> None:
    own = re.compile(r"(?:\}\}|%\}|</\w+>): ")
    pages = (ROOT / "templates").rglob("*.html")

    assert [page.name for page in pages if own.search(page.read_text(encoding="utf-8"))] == []


def test_what_somebody_carried_is_a_record_wherever_it_is_named() -> None:
    said = [words for catalog in translated().values() for pair in catalog.items() for words in pair]

    assert [words for words in said if re.search("ledger|貢献の記録|台帳", words, re.IGNORECASE)] == []
