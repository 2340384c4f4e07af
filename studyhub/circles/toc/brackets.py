"""Chapters that stand in brackets behind their part, as bookshops list them: "第1部 土台(仕組み;道具)"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from studyhub.circles.toc.labels import Role, read_label
from studyhub.circles.toc.lines import WORD, SourceLine
from studyhub.circles.toc.marks import BULLET, fold

PARTING = ";"


def bracket_places(text: str) -> list[int]:
    """Where the chapters of a part begin in its folded line; none where nothing but one remark stands in brackets."""
    if "(" not in text or PARTING not in text or not is_part(text.strip()):
        return []
    places = list(parting_places(text))
    return [text.index("(") + 1, *places] if places else []


def is_part(text: str) -> bool:
    bullet = BULLET.match(text)
    return read_label(text[bullet.end() :] if bullet else text).role is Role.PART


def parting_places(text: str) -> Iterator[int]:
    """Every place that parts what stands in the outermost brackets."""
    opened = 0
    for place, sign in enumerate(text):
        opened += (sign == "(") - (sign == ")")
        if sign == PARTING and opened == 1:
            yield place


def without_loose_brackets(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without a last bracket that closes one of an earlier line, or is closed in a later one."""
    return [replace(line, body=line.body[:-1].rstrip()) if has_loose_end(line) else line for line in lines]


def has_loose_end(line: SourceLine) -> bool:
    text = fold(line.body)
    closes_nothing = text.endswith(")") and text.count(")") > text.count("(")
    return (closes_nothing or text.endswith("(")) and WORD.search(text) is not None and not is_label(line)


def is_label(line: SourceLine) -> bool:
    """Whether a line is a label and nothing else: "1)"."""
    label = read_label(line.body)
    return label.number is not None and label.title == line.body.strip()
