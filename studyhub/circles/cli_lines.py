"""The lines of a table of contents in a file, for the commands: what of them is read, and what to say if nothing is."""

from collections.abc import Sequence
from pathlib import Path

import click

from studyhub.circles.planning import line_groups, outline
from studyhub.circles.planning.line_groups import LineGroup
from studyhub.circles.planning.outline import OutlineLine
from studyhub.circles.toc import BYTES_MAX, LINES_MAX, TocTooLong
from studyhub.text.cleaning import clean_text


def read(file: Path, depths: Sequence[str]) -> list[OutlineLine]:
    """The lines, something of which is read. Raises click.ClickException, saying what to do."""
    lines = ticked(lines_of(file), depths)
    if not outline.to_read(lines):
        raise click.ClickException(
            f'{file} holds no chapter: write each on a line of its own, such as "1章 …", or choose lines with --depth;'
            f" it has {_found(lines)}."
        )
    return lines


def ticked(lines: Sequence[OutlineLine], depths: Sequence[str]) -> list[OutlineLine]:
    """The lines, those of the depths ticked and no others; as they were read where no depth is given."""
    if not depths:
        return list(lines)
    groups = [group for depth in depths for group in _groups(lines, depth)]
    return outline.ticked_only(lines, groups)


def _groups(lines: Sequence[OutlineLine], depth: str) -> list[LineGroup]:
    """What "2" or "2:section" means here."""
    number, _, kind = depth.partition(":")
    groups: list[LineGroup] = []
    if number.isascii() and number.isdecimal() and len(number) <= len(str(LINES_MAX)):
        groups = line_groups.groups_of_depth(lines, int(number))
        if kind:
            groups = [LineGroup(int(number), kind)]
    if not line_groups.indexes(lines, groups):
        raise click.ClickException(f"No line is of the depth {depth!r}; there are {_found(lines)}.")
    return groups


def _found(lines: Sequence[OutlineLine]) -> str:
    groups = line_groups.counted_groups(lines)
    return ", ".join(f"{group.key} ({group.count})" for group in groups) or "no line"


def lines_of(file: Path) -> list[OutlineLine]:
    """Every line of a file, read. Raises click.ClickException."""
    text = _text_of(file)
    try:
        return outline.read(clean_text(text))
    except TocTooLong as error:
        raise _too_long(file) from error


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(BYTES_MAX + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        if len(raw) > BYTES_MAX:
            raise _too_long(file) from error
        raise click.ClickException(f"{file} is not a text in UTF-8.") from error
    if "\0" in text:
        raise click.ClickException(f"{file} is not a text in UTF-8.")
    return text


def _too_long(file: Path) -> click.ClickException:
    return click.ClickException(f"{file} is too long: a table of contents has at most {LINES_MAX} lines and 100 KB.")
