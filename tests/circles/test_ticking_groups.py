"""Lines of one depth and kind are ticked by one press: on the page, and by --depth."""

import html
import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from studyhub.circles.planning import outline
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.line_groups import LineGroup, counted_groups, groups_of_depth
from studyhub.db import db
from tests.cast import Cast
from tests.circles.planning import fields, pasted, sent

TEXT = """\
第1部 灯り
第1章 電球 3
1.1 明るさ 5
1.2 熱 9
コラム 蝋燭 12
第2章 停電 15
2.1 手順 19
2.1.1 連絡 21
"""
USUAL = ("--start", "2026-12-02", "--time", "19:00")


def ticked(page: str) -> list[str]:
    """The titles of the ticked lines of the second step."""
    typed = fields(page)
    return [typed[f"t{name[1:]}"] for name in typed if re.fullmatch(r"x\d+", name)]


def test_groups_count_the_lines_of_each_depth_and_kind() -> None:
    groups = counted_groups(outline.read(TEXT))

    assert [(group.key, group.count, group.ticked, group.first) for group in groups] == [
        ("1:part", 1, 0, "灯り"),
        ("1:chapter", 2, 2, "電球"),
        ("1:column", 1, 0, "蝋燭"),
        ("2:section", 3, 0, "明るさ"),
        ("3:section", 1, 0, "連絡"),
    ]


def test_a_depth_alone_means_its_chapters_and_sections() -> None:
    lines = outline.read(TEXT)

    assert groups_of_depth(lines, 1) == [LineGroup(1, "chapter")]
    assert groups_of_depth(lines, 2) == [LineGroup(2, "section")]
    assert groups_of_depth(lines, 9) == []


def test_ticked_sections_are_counted_in_pages() -> None:
    lines = outline.ticked_only(outline.read(TEXT), [LineGroup(2, "section")])

    assert [chapter.pages for chapter in outline.to_read(lines)] == [4, 6, None]


@pytest.mark.parametrize(
    ("press", "group", "expected"),
    [
        ("tick", "2:section", ["電球", "明るさ", "熱", "停電", "手順"]),
        ("only", "2:section", ["明るさ", "熱", "手順"]),
        ("untick", "1:chapter", []),
        ("only", "9:nothing", []),
        ("tick", "nonsense", ["電球", "停電"]),
    ],
)
def test_one_press_ticks_the_lines_of_a_group(cast: Cast, press: str, group: str, expected: list[str]) -> None:
    browser = cast.browser(cast.botan)
    page = pasted(browser, toc=TEXT).text

    answer = sent(browser, "/circles/new/chapters", fields(page) | {press: group})

    assert answer.status_code == 200
    assert ticked(answer.text) == expected


def test_a_press_keeps_what_was_typed(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(pasted(browser, toc=TEXT).text) | {"t1": "裸電球", "p1": "四", "r1": "on"}

    page = fields(sent(browser, "/circles/new/chapters", typed | {"only": "2:section"}).text)

    assert (page["t1"], page["p1"], page["r1"]) == ("裸電球", "四", "on")


def test_the_page_offers_a_press_for_every_group(cast: Cast) -> None:
    page = html.unescape(pasted(cast.browser(cast.botan), toc=TEXT).text)

    assert re.findall(r'name="only" value="([^"]+)"', page) == [
        "1:part",
        "1:chapter",
        "1:column",
        "2:section",
        "3:section",
    ]
    assert re.findall(r'name="tick" value="([^"]+)"', page) == ["1:part", "1:column", "2:section", "3:section"]
    assert re.findall(r'name="untick" value="([^"]+)"', page) == ["1:chapter"]


def test_the_enter_key_goes_on_to_the_schedule(cast: Cast) -> None:
    page = pasted(cast.browser(cast.botan), toc=TEXT).text

    first, *_others = re.findall(r"<button\b[^>]*>", page[page.index("<main") :])
    assert first == '<button hidden form="plan">'
    assert '<form class="stack" id="plan" method="post" action="/circles/new/schedule"' in page


def test_the_groups_stand_open_where_nothing_was_recognised(cast: Cast) -> None:
    page = pasted(cast.browser(cast.botan), toc="第1節 電球\n第2節 停電\n").text

    assert '<details class="more" open>' in page


def test_lines_typed_before_depths_were_known_have_the_first() -> None:
    draft = Draft(lines=[["chapter", "1", "電球", "", True, False]])

    assert [line.depth for line in draft.typed_lines] == [1]


def run(cast: Cast, folder: Path, *words: str) -> Result:
    """A command about a file that holds the text."""
    file = folder / "toc.txt"
    file.write_text(TEXT, encoding="utf-8")
    db.session.commit()
    return cast.app.test_cli_runner().invoke(args=["circle", words[0], str(file), *words[1:]])


def titles(result: Result) -> list[str]:
    """The chapters of a plan printed as JSON."""
    assert result.exit_code == 0, result.output
    return [chapter["title"] for meeting in json.loads(result.stdout)["meetings"] for chapter in meeting["chapters"]]


@pytest.mark.parametrize(
    ("depths", "expected"),
    [
        (("2",), ["明るさ", "熱", "手順"]),
        (("1:column",), ["蝋燭"]),
        (("1", "3:section"), ["電球", "停電", "連絡"]),
    ],
)
def test_plan_reads_the_lines_of_a_depth(
    cast: Cast, tmp_path: Path, depths: tuple[str, ...], expected: list[str]
) -> None:
    words = [word for depth in depths for word in ("--depth", depth)]

    assert titles(run(cast, tmp_path, "plan", *USUAL, *words, "--json")) == expected


@pytest.mark.parametrize("depth", ["4", "two", "2:chapter", "", ":", "1²", "9" * 50])
def test_a_depth_that_no_line_has_is_refused_and_says_which_there_are(cast: Cast, tmp_path: Path, depth: str) -> None:
    result = run(cast, tmp_path, "plan", *USUAL, "--depth", depth)

    assert result.exit_code == 1
    assert result.output == (
        f"Error: No line is of the depth {depth!r}; there are 1:part (1), 1:chapter (2), 1:column (1),"
        " 2:section (3), 3:section (1).\n"
    )


def test_lines_shows_how_each_line_is_read(cast: Cast, tmp_path: Path) -> None:
    result = run(cast, tmp_path, "lines")

    assert result.output.splitlines()[:3] == [
        "-\t1\tpart\t1\t灯り\t",
        "x\t1\tchapter\t1\t電球\t3",
        "-\t2\tsection\t1.1\t明るさ\t5",
    ]


def test_lines_shows_what_a_depth_ticks(cast: Cast, tmp_path: Path) -> None:
    result = run(cast, tmp_path, "lines", "--depth", "3")

    assert [line for line in result.output.splitlines() if line.startswith("x")] == ["x\t3\tsection\t2.1.1\t連絡\t21"]
