"""What notes say in the manners people have is read as people decided by hand: most at once, and none slowly."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from studyhub.actions.reading.days import due_in
from studyhub.actions.reading.headings import Kind
from studyhub.actions.reading.owners import People, Person, owner_in
from studyhub.actions.reading.suggesting import Around, read, suggestions
from tests.own_time import timed

FOLDER = Path(__file__).parent / "minutes"
DAY, NEXT = date(2026, 12, 3), date(2026, 12, 10)
NAMES = [
    ("髙橋 湊", "minato"), ("江上 颯太", "@egami"), ("三輪 健吾", "kengo.m"), ("Anjali Rao", "anjali"),
    ("早川 ひより", "hiyori"), ("Oskar Lindqvist", ""), ("矢吹 詩織", "yabuki"),
]  # fmt: skip
PEOPLE = People.of(Person(id_, name, handle) for id_, (name, handle) in enumerate(NAMES))
AROUND = Around(DAY, NEXT, PEOPLE)


def around() -> Around:
    return AROUND


@dataclass(frozen=True)
class Minute:
    """A note, and what somebody decided that it says: kind, text, owner and day, `-` for none."""

    text: str
    decided: list[str]

    @property
    def read(self) -> list[str]:
        """The same as the reader has it."""
        return [
            " | ".join([one.kind, one.text, _name(one.owner_id), one.due_on.isoformat() if one.due_on else "-"])
            for one in suggestions(self.text, around)
        ]


def _name(owner_id: int | None) -> str:
    return "-" if owner_id is None else NAMES[owner_id][0]


def minutes() -> dict[str, Minute]:
    """All of them, by name."""
    found = {}
    for path in sorted(FOLDER.glob("*.md")):
        text, _sign, decided = path.read_text().partition("\n=====\n")
        lines = [(f"{line} | - | -").split(" | ") for line in decided.splitlines()]
        found[path.stem] = Minute(text, [" | ".join(parts[:4]) for parts in lines])
    return found


MINUTES = minutes()


@pytest.mark.parametrize("name", MINUTES)
def test_a_minute_is_read_as_decided_by_hand(name: str) -> None:
    assert MINUTES[name].read == MINUTES[name].decided


def test_there_are_forty_minutes_and_more_and_half_of_them_have_conclusion_lines() -> None:
    assert len(MINUTES) >= 40
    assert sum("onclusion" in minute.text for minute in MINUTES.values()) * 5 >= len(MINUTES) * 2


def test_what_is_known_or_stands_there_twice_is_not_suggested_again() -> None:
    text = "決定: 輪番にする\n- [ ] 表を作る\n決定：**輪番**にする\n"
    first = suggestions(text, around)

    again = suggestions(text, lambda: replace(AROUND, known=[first[0].key]))

    assert [one.text for one in first] == ["輪番にする", "表を作る"]
    assert [one.text for one in again] == ["表を作る"]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("表を作る 12/18", date(2026, 12, 18)),
        ("表を作る １２／１８", date(2026, 12, 18)),
        ("表を作る(12月18日)", date(2026, 12, 18)),
        ("12月18日までに表を作る", date(2026, 12, 18)),
        ("表を作る 〜12/18", date(2026, 12, 18)),
        ("表を作る ～12/18(金)", date(2026, 12, 18)),
        ("表を作る 期限:12/18", date(2026, 12, 18)),
        ("write it by 12/18", date(2026, 12, 18)),
        ("write it by Dec 18th", date(2026, 12, 18)),
        ("write it, due 2026-12-18", date(2026, 12, 18)),
        ("write it until 2027/1/8", date(2027, 1, 8)),
        ("表を作る 2026年12月18日まで", date(2026, 12, 18)),
        ("表を作る 1/8", date(2027, 1, 8)),
        ("表を作る 2/29まで", date(2028, 2, 29)),
        ("次回までに表を作る", NEXT),
        ("表を作る 12/3まで", DAY),
        ("12/3の障害を調べる", None),
        ("12/2〜12/4の障害を調べる", None),
        ("台数を1/2にする", None),
        ("表を作る 13/45", None),
        ("表を作る 2/30まで", None),
        ("v1.2.3 に上げる", None),
        ("192.168.1.10 を調べる", None),
        ("次回の場所を決める", None),
    ],
)
def test_a_day_is_read_in_many_forms(text: str, on: date | None) -> None:
    found = due_in(text, after=DAY, next_on=NEXT)

    assert (found.on if found else None) == on


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("表を作る @minato 12/18", "髙橋 湊"),
        ("表を作る @髙橋湊", "髙橋 湊"),
        ("表を作る @高橋さん", "髙橋 湊"),
        ("表を作る＠湊", "髙橋 湊"),
        ("表を作る(江上)", "江上 颯太"),
        ("表を作る（江上さん、12/18まで）", "江上 颯太"),
        ("表を作る 担当：三輪", "三輪 健吾"),
        ("表を作る → 矢吹", "矢吹 詩織"),
        ("早川さんが表を作る", "早川 ひより"),
        ("Anjali: write it", "Anjali Rao"),
        ("Anjali Rao will write it", "Anjali Rao"),
        ("write it (owner: Oskar Lindqvist)", "Oskar Lindqvist"),
        ("write it @oskarsson", None),
        ("表を作る @誰か", None),
        ("mail a@b.example", None),
        ("江上流の表を作る", None),
    ],
)
def test_an_owner_is_read_by_handle_name_or_given_name(text: str, name: str | None) -> None:
    found = owner_in(text, PEOPLE)

    assert (NAMES[found.id][0] if found else None) == name


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("タグの案を次回までに", "タグの案"),
        ("江上さんがタグの案を12/18まで", "タグの案"),
        ("議事録を書くのは江上さん", "議事録を書くのは江上さん"),
        ("次に発表するのが矢吹さん（次回まで）", "次に発表するのが矢吹さん（次回まで）"),
        ("タグの案を作る（次回まで）", "タグの案を作る"),
    ],
)
def test_what_is_kept_of_a_line_does_not_end_in_the_middle_of_a_sentence(line: str, text: str) -> None:
    assert read(line, Kind.ACTION, AROUND).text == text


def test_a_name_that_two_have_is_nobodys() -> None:
    people = People.of([Person(1, "佐藤 花"), Person(2, "佐藤 葵")])

    assert [people.called(name) for name in ("佐藤", "花", "佐藤葵")] == [None, 1, 2]


ADVERSE: dict[str, Callable[[int], str]] = {
    "brackets": lambda size: "- [ ] " + "(" * size,
    "pairs": lambda size: "- [ ] " + "()、" * (size // 3),
    "mentions": lambda size: "- [ ] " + "@高" * (size // 2),
    "honorifics": lambda size: "- [ ] " + "さん" * (size // 2),
    "arrows": lambda size: "=> " * (size // 3),
    "days": lambda size: "- [ ] " + "1/1 " * (size // 4),
    "tildes": lambda size: "- [ ] " + "~ " * (size // 2),
    "spaces": lambda size: "- [ ]" + " " * size + "x",
    "labels": lambda size: "決定:\n" * (size // 4),
    "boxes": lambda size: "- [ ] 表 @高橋 12/18\n" * (size // 18),
    "comments": lambda size: "<!---->" * (size // 7),
    "stars": lambda size: "*" * size,
    "by": lambda size: "- [ ] " + "by " * (size // 3),
    "sections": lambda size: "## 宿題\n- 江上\n  - 表\n" * (size // 20),
}


@pytest.mark.parametrize("name", ADVERSE)
def test_no_text_takes_time_out_of_proportion_to_its_length(name: str) -> None:
    # Ten times as long: in proportion that is ten times, and the square would be a hundred times.
    assert _seconds(ADVERSE[name](100_000)) < 40 * max(_seconds(ADVERSE[name](10_000)), 0.001)


def _seconds(text: str) -> float:
    """The shortest of three readings, of what this thread computed itself."""
    return min(timed(lambda: suggestions(text, around))[1] for _ in range(3))


@pytest.mark.parametrize("heading", ["決 定 事 項", "ﾀｽｸ", "ＴＯＤＯ", "1. やること", "【結論】", "ACTION ITEMS"])
def test_a_heading_is_known_however_it_is_written(heading: str) -> None:
    assert len(suggestions(f"## {heading}\n\n- 表を作る\n", around)) == 1


def test_links_of_chapters_in_the_internal_part_are_no_decisions() -> None:
    text = (
        "## 決定事項と宿題\n\n- 書記は輪番にする\n\n：：：Internal\n- [発表資料](https://example.com/slides)\n"
        "- [ ] 費用をまとめる @anjali\n:::\n- 次回も続ける\n"
    )

    assert Minute(text, []).read == [
        "decision | 書記は輪番にする | - | -",
        "action | 費用をまとめる | Anjali Rao | -",
        "decision | 次回も続ける | - | -",
    ]


@pytest.mark.parametrize(
    ("text", "times"), [("# 第3章\n\n- 読んだ\n", 0), ("決定: 輪番にする\n\n## TODO\n- 表を作る\n", 1)]
)
def test_what_is_around_is_asked_for_once_and_only_where_a_line_needs_it(text: str, times: int) -> None:
    asked: list[Around] = []

    def told() -> Around:
        asked.append(AROUND)
        return AROUND

    assert len(suggestions(text, told)) == 2 * times
    assert len(asked) == times
