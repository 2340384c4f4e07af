"""What is asked about a table of contents: what is doubtful, and nothing else."""

import html
import re

import pytest

from studyhub.circles.planning import outline
from studyhub.circles.planning.doubts import DoubtKind, doubts
from studyhub.circles.planning.typed_lines import TypedLine
from tests.cast import Browser, Cast
from tests.circles.planning import BOOK, SEEKING_SRE, answered, fields

SWAPPED = "1章 監視……3\n2章 通知……97\n3章 当番……79\n4章 復旧……120\n"


def read(toc: str) -> list[TypedLine]:
    """The lines of a table of contents."""
    return [TypedLine.of(line) for line in outline.read(toc)]


def checked(browser: Browser, toc: str) -> str:
    """The page of the second step, as it is first shown."""
    typed = fields(browser.get("/circles/new").text)
    return html.unescape(answered(browser, "/circles/new/chapters", typed | BOOK | {"toc": toc}).text)


@pytest.mark.parametrize(
    ("toc", "kind", "index"),
    [
        (SWAPPED, DoubtKind.PAGE_GOES_BACK, 2),
        ("1章 監視\n2章 通知\n4章 復旧\n", DoubtKind.NUMBER_LEFT_OUT, 2),
        ("1章 監視\n2章 通知\n2章 当番\n", DoubtKind.NUMBER_TWICE, 2),
        ("1章 監視\n2章 火\n3章 当番\n", DoubtKind.SHORT_TITLE, 1),
        ("はじめに 1\n1章 監視 15\n2章 通知 30\n", DoubtKind.LONG_FRONT, 0),
    ],
)
def test_what_is_doubtful_is_asked_about(toc: str, kind: DoubtKind, index: int) -> None:
    assert [(one.kind, one.index) for one in doubts(read(toc))] == [(kind, index)]


@pytest.mark.parametrize(
    "toc",
    [
        SEEKING_SRE,
        "はじめに 1\n1章 監視 10\n2章 通知 10\n",
        "はじめに v\n第1部 備え\n1章 監視 1\n第2部 障害\n1章 通知 20\n2章 当番 30\n",
    ],
)
def test_nothing_else_is(toc: str) -> None:
    assert doubts(read(toc)) == []


def test_an_answer_holds_until_the_line_changes() -> None:
    [doubt] = doubts(read(SWAPPED))

    assert doubts(read(SWAPPED), [doubt.key]) == []
    assert len(doubts(read(SWAPPED.replace("79", "78")), [doubt.key])) == 1


def test_two_pages_are_swapped_by_one_press(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    page = checked(browser, SWAPPED)
    assert "2章が97ページ、次の3章が79ページから始まっています" in page

    after = html.unescape(answered(browser, "/circles/new/chapters", fields(page) | {"swap": "2"}).text)

    assert "79ページから" in after
    assert "すべて読み取れました" in after


def test_what_is_left_so_is_asked_no_more(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    page = checked(browser, SWAPPED)
    [key] = re.findall(r'name="keep" value="([^"]+)"', page)

    after = answered(browser, "/circles/new/chapters", fields(page) | {"keep": key}).text

    assert "見ていただきたい行" not in after


def test_long_front_matter_is_read_where_that_is_wanted(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    page = checked(browser, "はじめに 1\n1章 監視 15\n2章 通知 30\n")

    after = answered(browser, "/circles/new/chapters", fields(page) | {"read": "0"}).text

    assert "x0" in fields(after)
    assert "読むのは3章分" in after


def test_another_unit_changes_no_line(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    page = checked(browser, SEEKING_SRE)

    sections = answered(browser, "/circles/new/chapters", fields(page) | {"unit": "section"}).text
    chapters = answered(browser, "/circles/new/chapters", fields(sections) | {"unit": "chapter"}).text

    assert sum(name[0] == "x" for name in fields(sections)) == 24
    assert fields(chapters) == fields(page)


def test_lines_without_doubts_are_folded(cast: Cast) -> None:
    page = checked(cast.browser(cast.botan), SEEKING_SRE)

    assert "すべて読み取れました" in page
    assert re.search(r'<details class="fold"><summary><span>読むのは6章分', page)


def test_many_lines_are_cut_after_forty(cast: Cast) -> None:
    toc = "".join(f"{number}章 とても長い話{number}\n" for number in range(1, 301))

    page = checked(cast.browser(cast.botan), toc)

    assert "残り260行も表示" in page
    assert sum(name[0] == "x" for name in fields(page)) == 300


def test_contents_of_which_nothing_can_be_read_come_back(cast: Cast) -> None:
    page = checked(cast.browser(cast.botan), "----\n****\n")

    assert "1行も読み取れませんでした" in page
    assert fields(page)["toc"].splitlines() == ["----", "****"]


def test_a_line_is_mended_in_its_own_place(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(checked(browser, SEEKING_SRE))

    opened = answered(browser, "/circles/new/chapters", typed | {"edit": "5"}).text
    assert [name for name in fields(opened) if re.fullmatch(r"t\d+", name)] == ["t5"]
    after = answered(browser, "/circles/new/chapters", fields(opened) | {"t5": "面接", "close": "5"}).text

    assert "</b> 面接" in after
