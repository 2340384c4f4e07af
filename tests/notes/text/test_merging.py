"""Two people write one note: what merges, what conflicts, and that nothing is lost."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.notes.text.line_matching import BoundedMatcher, Shared, changes, shared_by_three
from studyhub.notes.text.merging import Conflict, Settled, merge, split


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "A\nb\nc\n", "A\nB\nc\n"),
        ("a\nb\n", "A\nb\n", "a\nnew\nb\n", "A\nnew\nb\n"),
        ("a\nb\n", "a\nb\nmine\n", "a\nb\ntheirs\n", "a\nb\ntheirs\nmine\n"),
        ("a\n", "mine\na\n", "theirs\na\n", "theirs\nmine\na\n"),
        ("", "mine\n", "theirs\n", "theirs\nmine\n"),
        ("a\n", "a\n\nsame\nmine\n", "a\n\nsame\n", "a\n\nsame\nmine\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nC\n", "a\nC\n"),
        ("a\nb\n", "a\n", "a\n", "a\n"),
        ("a\nb\n", "a\nX\n", "a\nX\n", "a\nX\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nnew\nb\nc\n", "a\nnew\nc\n"),
    ],
)
def test_what_merges_by_itself(base: str, mine: str, theirs: str, merged: str) -> None:
    result = merge(base, mine, theirs)

    assert result.text == merged
    assert result.conflicts == ()


def test_a_line_changed_by_both_shows_both_and_where() -> None:
    result = merge("a\nb\nc\nd\n", "a\nmine\nc\nD\n", "a\ntheirs\nc\nd\n")

    assert result.conflicts == (Conflict(line=2, base=("b",), mine=("mine",), theirs=("theirs",)),)
    assert result.text == "a\ntheirs\nmine\nc\nD\n"
    assert result.segments == (Settled(("a",)), result.conflicts[0], Settled(("c", "D")))


def test_a_line_deleted_by_one_and_edited_by_the_other_is_kept_and_asked_about() -> None:
    result = merge("a\nb\nc\n", "a\nc\n", "a\nB\nc\n")

    assert result.conflicts == (Conflict(line=2, base=("b",), mine=(), theirs=("B",)),)
    assert result.text == "a\nB\nc\n"


def test_each_conflict_says_its_own_line() -> None:
    result = merge("a\nb\nc\n", "1\nb\n2\n", "3\nb\n4\n")

    lines = result.text.split("\n")

    assert [conflict.line for conflict in result.conflicts] == [1, 4]
    assert [lines[conflict.line - 1] for conflict in result.conflicts] == ["3", "4"]


def test_line_ends_of_other_systems_are_no_change() -> None:
    result = merge("a\nb\nc\n", "a\r\nb\r\nC\r\n", "A\rb\rc\r")

    assert result.text == "A\nb\nC\n"
    assert result.conflicts == ()


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a", "a", "a\n", "a\n"),
        ("a\n", "a", "a\n", "a"),
        ("a\nb", "A\nb", "a\nb\n", "A\nb\n"),
        ("a\nb\n", "A\nb\n", "a\nB\n", "A\nB\n"),
        ("a\n", "", "a\n", ""),
        ("a\n", "", "\n", "\n"),
        ("a\n", "b\n", "", "b\n"),
    ],
)
def test_the_final_newline_is_whoever_changed_it_says(base: str, mine: str, theirs: str, merged: str) -> None:
    assert merge(base, mine, theirs).text == merged


texts = st.lists(st.sampled_from(["", "a", "b", "c", "日本"]), max_size=12).map(
    lambda lines: "".join(f"{x}\n" for x in lines)
)


@given(texts, texts)
def test_what_only_they_changed_is_theirs(base: str, changed: str) -> None:
    assert merge(base, base, changed).text == changed


@given(texts, texts)
def test_what_only_i_changed_is_mine(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed


@given(texts, texts)
def test_what_both_changed_alike_is_there_once(base: str, changed: str) -> None:
    result = merge(base, changed, changed)

    assert result.text == changed
    assert result.conflicts == ()


@given(texts, texts, texts)
def test_every_line_that_somebody_wrote_is_in_the_text(base: str, mine: str, theirs: str) -> None:
    result = Counter(split(merge(base, mine, theirs).text))

    for changed in (mine, theirs):
        added: Counter[str] = Counter()
        for _, _, start, end in changes(split(base), split(changed)):
            added.update(split(changed)[start:end])
        assert added <= result


@given(texts, texts, texts)
def test_a_conflict_is_only_where_the_sides_differ_from_the_base_and_each_other(
    base: str, mine: str, theirs: str
) -> None:
    for conflict in merge(base, mine, theirs).conflicts:
        assert conflict.base
        assert len({conflict.base, conflict.mine, conflict.theirs}) == 3


@given(st.lists(st.tuples(st.sampled_from("smtd"), st.integers(0, 99)), max_size=20))
def test_edits_of_different_lines_never_conflict(plan: list[tuple[str, int]]) -> None:
    """Each line is left (s), edited by me (m), by them (t) or deleted by me (d)."""
    base = [f"line {n}" for n in range(len(plan))]
    mine = [f"mine {x}" if who == "m" else base[n] for n, (who, x) in enumerate(plan) if who != "d"]
    theirs = [f"theirs {x}" if who == "t" else base[n] for n, (who, x) in enumerate(plan)]

    result = merge("\n".join(base), "\n".join(mine), "\n".join(theirs))

    wanted = [{"m": f"mine {x}", "t": f"theirs {x}"}.get(who, base[n]) for n, (who, x) in enumerate(plan) if who != "d"]
    assert result.conflicts == ()
    assert result.text == "\n".join(wanted)


def test_five_thousand_lines_edited_all_over_merge() -> None:
    base = [f"line {n}" if n % 3 else "" for n in range(5_000)]
    mine = [f"{line} mine" if n % 8 == 0 else line for n, line in enumerate(base)]
    theirs = [f"{line} theirs" if n % 8 == 4 else line for n, line in enumerate(base)]

    result = merge("\n".join(base), "\n".join(mine), "\n".join(theirs))

    assert result.conflicts == ()
    assert result.text.count("mine") == 625
    assert result.text.count("theirs") == 625


def test_texts_of_lines_that_are_all_alike_are_not_searched_for_ever() -> None:
    # difflib takes half a minute for these.
    matcher = BoundedMatcher(["start", *["x"] * 1_000, "end"], ["start", *["x", "y"] * 1_000, "end"])

    blocks = matcher.get_matching_blocks()

    assert blocks[0] == (0, 0, 2)
    assert blocks[-2:] == [(1_001, 2_001, 1), (1_002, 2_002, 0)]
    assert len(blocks) == 3


lines = st.lists(st.sampled_from("abcde"), max_size=20)


@given(lines, lines)
def test_matching_blocks_are_equal_rising_and_whole(a: list[str], b: list[str]) -> None:
    blocks = BoundedMatcher(a, b).get_matching_blocks()

    assert all(a[i : i + size] == b[j : j + size] for i, j, size in blocks)
    assert all(i + size <= k and j + size <= m for (i, j, size), (k, m, _) in pairwise(blocks))
    assert blocks[-1] == (len(a), len(b), 0)


def shared_line_by_line(base: list[str], a: list[str], b: list[str]) -> list[Shared]:
    """The same by a slow way: where each single line of the base went to in each text, then neighbours joined."""
    went = [
        {i + n: j + n for i, j, size in BoundedMatcher(base, text).get_matching_blocks() for n in range(size)}
        for text in (a, b)
    ]
    found: list[Shared] = []
    for at in [n for n in range(len(base)) if n in went[0] and n in went[1]]:
        begins, size = (at, went[0][at], went[1][at]), 1
        if found and tuple(place + found[-1][3] for place in found[-1][:3]) == begins:
            (*begin, size) = found.pop()
            begins, size = (begin[0], begin[1], begin[2]), size + 1
        found.append((*begins, size))
    return [*found, (len(base), len(a), len(b), 0)]


@given(lines, lines, lines)
def test_what_three_texts_share_is_what_both_kept_of_each_line(base: list[str], a: list[str], b: list[str]) -> None:
    assert list(shared_by_three(base, a, b)) == shared_line_by_line(base, a, b)


@given(lines, lines, lines)
def test_what_three_texts_share_is_equal_and_rising_in_all(base: list[str], a: list[str], b: list[str]) -> None:
    found = list(shared_by_three(base, a, b))

    assert all(base[i : i + n] == a[j : j + n] == b[k : k + n] for i, j, k, n in found)
    for before, after in pairwise(found):
        assert all(place + before[3] <= following for place, following in zip(before[:3], after[:3], strict=True))


@given(texts, texts)
def test_what_each_inserts_into_an_empty_text_is_kept(mine: str, theirs: str) -> None:
    kept = Counter(split(merge("", mine, theirs).text))

    assert Counter(split(mine)) <= kept
    assert Counter(split(theirs)) <= kept
