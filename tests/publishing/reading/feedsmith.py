"""Feeds as a reader of another origin understands them: feedsmith, which reads RSS, Atom and JSON Feed."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.tools import require_node_modules, require_tool

READ = Path(__file__).parent / "read.mjs"


@dataclass(frozen=True)
class Read:
    """What it takes the feed for, whom it names as its authors, and the items as dictionaries."""

    format: str
    authors: list[str]
    items: list[dict[str, Any]]


def by_feedsmith(body: bytes) -> Read:
    """The feed, whatever its format."""
    require_node_modules()
    command = [require_tool("node"), str(READ)]
    printed = subprocess.run(command, input=body, capture_output=True, check=True, timeout=60)
    return Read(**json.loads(printed.stdout))
