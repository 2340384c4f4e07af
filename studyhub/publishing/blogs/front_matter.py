"""The YAML above a post, written so that every tool reads exactly what was meant."""

import json
from collections.abc import Mapping

from studyhub.notes.parsing.characters import without_controls
from studyhub.text.cleaning import clean_line

Value = str | bool | int | tuple[str, ...] | None


def front_matter(values: Mapping[str, Value]) -> str:
    """The values in the order given, with the lines around them; None and empty lists are left out."""
    lines = [f"{key}: {_written(value)}" for key, value in values.items() if value is not None and value != ()]
    return "\n".join(["---", *lines, "---", ""])


def _written(value: Value) -> str:
    """Strings as JSON: never a date, a number or `yes`. Only numbers and booleans stand bare."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_quoted, value))}]"
    return json.dumps(value)


def _quoted(text: str) -> str:
    # Escaped as \ud83d\ude00, an emoji stops Ruby's YAML; as itself nobody's.
    return json.dumps(as_title(text), ensure_ascii=False)


def as_title(text: str) -> str:
    """A title or name as every target can hold it: one line without controls, byte order marks and direction marks."""
    return clean_line(without_controls(text)).replace("\ufeff", "")
