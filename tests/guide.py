"""docs/operating.md as an operator pastes it: its blocks, the files they write, the commands they run."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from studyhub.config import ROOT

GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
WRITTEN = re.compile(r"cat > (\S+) <<'END'\n(.*?)^END$", re.MULTILINE | re.DOTALL)
# `studyhub` is the operator's own name for it.
RUN = re.compile(r"^(?:.*\| )?studyhub ([a-z-].*)$|app\.py ([a-z-].*)$", re.MULTILINE)
QUOTED = re.compile(r"`(?:studyhub|python3 app\.py) ([a-z-][^`]*)`")


def _blocks() -> Iterator[str]:
    """Lines that are indented by four, or by seven below a number; an empty line ends none by itself."""
    indent = 4
    for is_block, group in groupby(GUIDE.split("\n"), lambda line: line.startswith("    ")):
        lines = list(group)
        if is_block:
            yield "\n".join(line[indent:] for line in lines) + "\n"
        elif words := [line for line in lines if line]:
            indent = 7 if re.match(r"\d\. |   ", words[-1]) else 4


BLOCKS = list(_blocks())


def files() -> list[tuple[Path, str]]:
    """The path and the text of every file that the guide has written."""
    # Empty lines within a file stand between two blocks.
    text = "\n".join(BLOCKS)
    return [(Path(path), written) for path, written in WRITTEN.findall(text)]


def texts(path: str) -> list[str]:
    """What the guide writes to this path, each time."""
    found = [text for written, text in files() if str(written) == path]
    assert found, path
    return found


def commands() -> list[str]:
    """The words behind `python3 app.py` in every command of StudyHub, in order."""
    found = [first or second for first, second in RUN.findall("\n".join(BLOCKS))]
    plain = [re.sub(r"\s+(#.*|2>.*|\"\$@\")$", "", line) for line in (*found, *QUOTED.findall(GUIDE))]
    return sorted({line for line in plain if not line.startswith(("test", '"'))})
