"""What a reader of a text might regret: found by list, in what leaves alone, each with its lines."""

from typing import Any

import pytest

from studyhub.notes.models import Release, ReleaseState
from studyhub.notes.releases.regrets import Found, FoundName, Member, regrets
from studyhub.people.models import OutsideName, UserState
from tests.cast import Cast
from tests.notes.notebook import requested, shared_note
from tests.notes.parsing.parsed import parsed
from tests.own_time import timed

HAYAKAWA = Member(1, "早川 ひより", "@hiyori", OutsideName.ANONYMOUS, "")
OSKAR = Member(2, "Oskar Lindqvist", "", OutsideName.PEN, "oli")
TODA = Member(3, "戸田 千尋", "", OutsideName.REAL, "")
MEMBERS = [HAYAKAWA, OSKAR, TODA]


def found(source: str, title: str = "") -> list[tuple[str, tuple[int, ...]]]:
    """All words that were found in a text, with their lines."""
    seen = regrets(title, source, MEMBERS, own_host="study.example.com")
    places: list[FoundName | Found] = [*seen.unagreed, *seen.mails, *seen.hosts, *seen.empty_sections]
    return [(one.words, one.lines) for one in places]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("早川 ひよりの発表", "早川 ひより"),
        ("早川ひよりの発表", "早川ひより"),
        ("早川さんの発表", "早川さん"),
        ("ひよりさんの発表", "ひよりさん"),
        ("cc @hiyori please", "@hiyori"),
        ("by Oskar Lindqvist.", "Oskar Lindqvist"),
        ("Oskarさんが試す", "Oskar"),
        ("早**川** ひより", "早川 ひより"),
        ("早\u200b川さん", "早川さん"),
        ("&#26089;川さん", "早川さん"),
        ("Ｏｓｋａｒ Ｌｉｎｄｑｖｉｓｔ", "Oskar Lindqvist"),
    ],
)
def test_a_name_is_found_as_people_write_it(text: str, words: str) -> None:
    assert found(f"一行目\n\n{text}") == [(words, (3,))]


@pytest.mark.parametrize("text", ["戸田 千尋さん", "早川町の水", "Oskars", "oskar", "a@hiyori2", "ひより"])
def test_what_is_no_name_or_agreed_to_is_not_asked_about(text: str) -> None:
    assert found(text) == []


def test_a_name_in_the_title_is_found() -> None:
    assert found("", title="早川さんの回") == [("早川さん", (0,))]


def test_a_name_is_listed_once_with_all_its_lines() -> None:
    assert found("早川さん\n\n早川さん、早川さん") == [("早川さん", (1, 3))]


def test_what_stays_inside_is_not_asked_about_and_lines_are_those_of_the_source() -> None:
    assert found(":::internal\n早川さん\n:::\n\n早川さん") == [("早川さん", (5,))]


@pytest.mark.parametrize("mail", ["a.b+c@example.com", "x@sub.example.co.jp"])
def test_an_address_is_found(mail: str) -> None:
    assert found(f"連絡は {mail} まで") == [(mail, (1,))]


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.3/x",
        "https://wiki/page",
        "https://grafana.corp/d/1",
        "http://[fd00::1]/",
        "https://study.example.com/meetings/3/",
    ],
)
def test_an_address_that_nobody_outside_can_open_is_found(address: str) -> None:
    assert found(f"資料は[ここ]({address})") == [(address, (1,))]


@pytest.mark.parametrize("address", ["https://sre.google/books/", "http://8.8.8.8/", "https://[broken", "https://"])
def test_an_address_that_everybody_can_open_is_not_asked_about(address: str) -> None:
    assert found(address) == []


@pytest.mark.parametrize("rest", ["", "\n- ", "\n- [ ] \n", "\n\n1. \n", "\n:::internal\nmemo\n:::\n"])
def test_a_section_nobody_filled_in_is_found(rest: str) -> None:
    assert found(f"## A\n\ntext\n\n### 要点{rest}\n\n## B\n\ntext") == [("要点", (5,))]


@pytest.mark.parametrize("source", ["# A\n\n## B\n\ntext", "## A\n\n- [x] done", "```\n# a\n## b\n```", "#a\n#b"])
def test_a_section_with_something_in_it_is_not(source: str) -> None:
    assert found(source) == []


def test_the_writer_sees_it_in_the_preview(cast: Cast) -> None:
    data = {"title": "Goals", "source": "Aki Mori", "base": "1", "tags": "", "tags_before": ""}
    cast.aki.name = "Aki Mori"

    page = cast.browser(cast.botan).post("/notes/preview", data=data).text

    assert "社外に出す前に" in page


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a\n\n:::internl\nX\n:::\n", ["社内限りの部分の印が残っています", "3行目、5行目"]),
        (
            "```\n:::internal\n```\n\n```js\na\n",
            ["社内限りの部分の印が残っています", "2行目", "閉じられていないコードブロック"],
        ),
        ("a\n\n```js\nb\n", ["閉じられていないコードブロック", "3行目"]),
    ],
)
def test_the_writer_sees_in_the_preview_why_it_would_be_refused(cast: Cast, source: str, said: list[str]) -> None:
    data = {"title": "Goals", "source": source, "base": "1", "tags": "", "tags_before": ""}

    page = cast.browser(cast.botan).post("/notes/preview", data=data).text

    assert [words for words in said if words not in page] == []


def test_a_preview_begins_with_how_much_there_is_to_look_at(cast: Cast) -> None:
    data = {"title": "Goals", "source": "a@b.example\n\nhttp://wiki/", "base": "1", "tags": "", "tags_before": ""}

    page = parsed(cast.browser(cast.botan).post("/notes/preview", data=data).text)

    link = page.xpath("(.//p)[1]/a")[0]
    assert (link.text, len(page.xpath(f"//*[@id='{link.get('href')[1:]}']"))) == (
        "社外に出す前に確認したいところが2件あります",
        1,
    )


def test_whoever_asks_reads_the_lines_that_are_in_the_way_and_why(cast: Cast) -> None:
    note = shared_note(cast, "```\n:::internal\n```\n\nb\n\n```js\na\n")

    page = parsed(cast.browser(cast.botan).get(f"/notes/{note.id}/releases/new").text)

    assert "7行目から始まるコードブロックに終わりの印" in page.text_content()
    assert page.xpath("//dd/code/text()") == [":::internal", "```js"]


def test_whoever_asks_sees_it_first(cast: Cast) -> None:
    note = shared_note(cast, "mail dai@example.com")

    page = cast.browser(cast.botan).get(f"/notes/{note.id}/releases/new").text

    assert "dai@example.com" in page
    assert "メールアドレス" in page


def order_of(page: Any) -> list[str]:
    """The parts of the page of a text that leaves, in the order in which a phone shows them."""
    return [str(one.get("aria-labelledby")) for one in page.xpath("//main//section")]


def test_what_to_look_at_comes_before_the_text_and_the_decision_after_it(cast: Cast) -> None:
    release = requested(cast, "mail to dai@example.com")
    address = f"/notes/{release.note_id}/releases/{release.id}/"

    page = parsed(cast.browser(cast.editor).get(address).text)

    assert order_of(page) == ["regrets", "along", "text", "review"]
    assert page.xpath("//h2[@id='regrets']/text()") == ["もう一度ご確認ください"]


def test_where_nothing_was_found_nobody_is_asked_to_look_once_more(cast: Cast) -> None:
    release = requested(cast, "nothing of the kind")

    page = cast.browser(cast.editor).get(f"/notes/{release.note_id}/releases/{release.id}/").text

    assert "自動で確かめたこと" in page
    assert "もう一度ご確認ください" not in page


CHECKED = dict.fromkeys(("is_announced", "is_impersonal", "is_ours", "is_clear"), "y")


def carried(cast: Cast, release: Release) -> dict[str, str]:
    """What the editor's form carries by itself."""
    page = parsed(cast.browser(cast.editor).get(f"/notes/{release.note_id}/releases/{release.id}/").text)
    fields = page.xpath("//form[contains(@action, '/approval')]//input[@type='hidden']")
    return {str(field.get("name")): str(field.get("value")) for field in fields}


def test_an_editor_confirms_names_where_there_are_any(cast: Cast) -> None:
    cast.aki.name = "Aki Mori"
    release = requested(cast, "presented by Aki Mori")
    data = carried(cast, release) | CHECKED
    address = f"/notes/{release.note_id}/releases/{release.id}/approval"

    refused = cast.browser(cast.editor).post(address, data=data)
    approved = cast.browser(cast.editor).post(address, data=data | {"is_named_rightly": "y"})

    assert (refused.status_code, approved.status_code) == (422, 303)


@pytest.mark.parametrize("source", ["Aki Mori", "Aki Mori and Chika  Ono", "@aki.m, Aki Mori's and Chika  Ono's"])
def test_an_editor_approves_a_text_however_many_names_it_holds(cast: Cast, source: str) -> None:
    cast.aki.name, cast.aki.chat_handle, cast.chika.name = "Aki Mori", "@aki.m", "Chika  Ono"
    release = requested(cast, source)
    data = carried(cast, release) | CHECKED | {"is_named_rightly": "y"}

    cast.browser(cast.editor).post(f"/notes/{release.note_id}/releases/{release.id}/approval", data=data)

    assert release.state is ReleaseState.APPROVED


def test_a_name_in_a_tag_is_found() -> None:
    seen = regrets("", "", MEMBERS, own_host=None, tags=["SLO", "早川さん"])

    assert [(one.words, one.lines) for one in seen.unagreed] == [("早川さん", (-1,))]


def test_what_people_chose_is_for_editors_alone(cast: Cast) -> None:
    cast.aki.name, cast.aki.outside_name, cast.aki.pen_name = "Aki Mori", OutsideName.PEN, "autumn"
    release = requested(cast, "by Aki Mori")
    address = f"/notes/{release.note_id}/releases/"

    for_writer = [cast.browser(cast.botan).get(f"{address}{page}").text for page in ("new", f"{release.id}/")]
    for_editor = cast.browser(cast.editor).get(f"{address}{release.id}/").text

    assert [("Aki Mori" in page, "autumn" in page) for page in for_writer] == [(True, False)] * 2
    assert "autumn" in for_editor


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT])
def test_who_is_gone_is_for_editors_alone(cast: Cast, state: UserState) -> None:
    cast.chika.name, cast.chika.state = "Chika Ono", state
    release = requested(cast, "by Chika Ono")
    address = f"/notes/{release.note_id}/releases/"

    for_writer = cast.browser(cast.botan).get(f"{address}new").text
    for_editor = cast.browser(cast.editor).get(f"{address}{release.id}/").text

    assert ("同意なし" in for_writer, "名前は出さない" in for_editor) == (False, True)
    assert ("未解決" in for_writer, "未解決" in for_editor) == (False, True)


def test_a_consent_taken_back_while_an_editor_reads_is_read_again(cast: Cast) -> None:
    cast.aki.name, cast.aki.outside_name = "Aki Mori", OutsideName.REAL
    cast.chika.name = "Chika Ono"
    release = requested(cast, "by Aki Mori and Chika Ono")
    data = carried(cast, release) | CHECKED | {"is_named_rightly": "y"}
    cast.aki.outside_name = OutsideName.ANONYMOUS

    cast.browser(cast.editor).post(f"/notes/{release.note_id}/releases/{release.id}/approval", data=data)

    assert release.state is ReleaseState.REQUESTED


def test_a_long_text_without_blanks_takes_time_as_it_is_long() -> None:
    def seconds(count: int) -> float:
        return timed(lambda: regrets("", "漢" * count, [], own_host=None, tags=[]))[1]

    assert min(seconds(32_000) for _ in range(3)) < 8 * min(seconds(8_000) for _ in range(3))
