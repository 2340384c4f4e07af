"""What changed between two revisions, as people read it."""

from hypothesis import given
from hypothesis import strategies as st

from studyhub.notes.text.differences import Hunk, Line, LineKind, Span, differences, split

KEPT, REMOVED, ADDED = LineKind.KEPT, LineKind.REMOVED, LineKind.ADDED


def seen(hunk: Hunk) -> list[tuple[LineKind, str]]:
    return [(line.kind, line.text) for line in hunk.lines]


def marked(line: Line) -> list[str]:
    return [span.text for span in line.spans if span.is_changed]


def test_a_changed_line_stands_between_two_lines_of_context() -> None:
    hunks = differences("1\n2\n3\nold\n5\n6\n7\n", "1\n2\n3\nnew\n5\n6\n7\n")

    assert [seen(hunk) for hunk in hunks] == [
        [(KEPT, "2"), (KEPT, "3"), (REMOVED, "old"), (ADDED, "new"), (KEPT, "5"), (KEPT, "6")]
    ]
    assert [(line.old_number, line.new_number) for line in hunks[0].lines] == [
        (2, 2),
        (3, 3),
        (4, None),
        (None, 4),
        (5, 5),
        (6, 6),
    ]
    assert hunks[0].new_start == 2


def test_in_japanese_only_the_changed_characters_are_marked() -> None:
    removed, added = differences("担当は江上さんです", "担当は五十嵐さんです")[0].lines

    assert removed.spans == (Span("担当は", False), Span("江上", True), Span("さんです", False))
    assert added.spans == (Span("担当は", False), Span("五十嵐", True), Span("さんです", False))


def test_in_latin_script_whole_words_are_marked() -> None:
    removed, added = differences("the latency is high today", "the latency was high today")[0].lines

    assert marked(removed) == ["is"]
    assert marked(added) == ["was"]


def test_lines_that_have_little_in_common_are_marked_whole() -> None:
    removed, added = differences("abc def", "日本語 です")[0].lines

    assert marked(removed) == ["abc def"]
    assert marked(added) == ["日本語 です"]


def test_changes_far_from_each_other_are_separate() -> None:
    old = [str(number) for number in range(20)]
    new = ["first", *old[1:6], "near", *old[7:15], "far", *old[16:]]

    hunks = differences("\n".join(old), "\n".join(new))

    assert [[line.text for line in hunk.lines if line.kind is ADDED] for hunk in hunks] == [
        ["first"],
        ["near"],
        ["far"],
    ]


def test_changes_whose_context_touches_are_together() -> None:
    hunks = differences("1\n2\n3\n4\n5\n6", "one\n2\n3\n4\n5\nsix")

    assert [text for _, text in seen(hunks[0])] == ["1", "one", "2", "3", "4", "5", "6", "six"]
    assert len(hunks) == 1


def test_line_ends_and_the_final_newline_are_no_difference() -> None:
    assert differences("a\r\nb\r\n", "a\nb") == []


def test_a_new_note_is_all_added() -> None:
    assert [seen(hunk) for hunk in differences("", "a\n\nb\n")] == [[(ADDED, "a"), (ADDED, ""), (ADDED, "b")]]


def test_an_emptied_note_is_all_removed() -> None:
    hunks = differences("a\n", "")

    assert seen(hunks[0]) == [(REMOVED, "a")]
    assert hunks[0].new_start == 0


def test_very_long_lines_are_compared_as_a_whole() -> None:
    removed, added = differences("日" * 401, "日" * 400 + "本")[0].lines

    assert removed.spans == (Span("日" * 401, True),)
    assert added.spans == (Span("日" * 400 + "本", True),)


def test_after_very_many_changed_lines_words_are_no_longer_compared() -> None:
    old, new = (f"{'日' * 199}{end}\n" * 150 for end in "前後")

    lines = differences(old, new)[0].lines

    assert marked(lines[0]) == ["前"]
    assert marked(lines[149]) == ["日" * 199 + "前"]


texts = st.lists(st.sampled_from(["", "a b", "a c", "日本", "日本語", "x"]), max_size=12).map("\n".join)


@given(texts, texts)
def test_the_hunks_turn_the_old_text_into_the_new(old: str, new: str) -> None:
    result, done = [], 0
    for hunk in differences(old, new):
        first = next(line.old_number for line in hunk.lines if line.old_number) if split(old) else 1
        old_lines = [line for line in hunk.lines if line.kind is not ADDED]
        if old_lines:
            result += split(old)[done : first - 1]
            done = first - 1 + len(old_lines)
        assert [line.text for line in old_lines] == split(old)[done - len(old_lines) : done]
        result += [line.text for line in hunk.lines if line.kind is not REMOVED]
    assert [*result, *split(old)[done:]] == split(new)


@given(texts, texts)
def test_what_is_not_marked_is_the_same_on_both_sides(old: str, new: str) -> None:
    for hunk in differences(old, new):
        unmarked = [
            "".join(span.text for line in hunk.lines if line.kind is kind for span in line.spans if not span.is_changed)
            for kind in (REMOVED, ADDED)
        ]
        assert unmarked[0] == unmarked[1]
