"""How ids and names stand in addresses."""

import re

from werkzeug.routing import BaseConverter, UnicodeConverter, ValidationError

from studyhub.db import LARGEST_ID
from studyhub.text.cleaning import clean_text

_ID = re.compile("[1-9][0-9]{0,9}")


def row_id(text: str | None) -> int | None:
    """A row's id as a form sends it; None for everything else, by the same rule as in addresses."""
    if text is None or not _ID.fullmatch(text) or int(text) > LARGEST_ID:
        return None
    return int(text)


def form_id(value: str | int) -> int:
    """A row's id as a select field takes it, typed or from a row; raises ValueError for whatever `row_id` refuses."""
    found = row_id(str(value))
    if found is None:
        raise ValueError("No row has such an id.")
    return found


class NameConverter(UnicodeConverter):
    """A name, where an address says nothing of its kind; one that no database would take makes it unknown."""

    def to_python(self, value: str) -> str:
        """The name; raises ValidationError, which makes the address unknown."""
        if value != clean_text(value):
            raise ValidationError
        return value


class IdConverter(BaseConverter):
    """A row's id: ASCII digits without leading zeros, at most 2³¹−1. `<int:…>` takes １２ and twenty digits."""

    regex = "[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        """The id; raises ValidationError, which makes the address unknown."""
        number = int(value)
        if number > LARGEST_ID:
            raise ValidationError
        return number
