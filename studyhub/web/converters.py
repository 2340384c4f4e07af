"""How ids stand in addresses."""

from werkzeug.routing import BaseConverter, ValidationError

LARGEST_ID = 2**31 - 1


class IdConverter(BaseConverter):
    """A row's id: ASCII digits without leading zeros, at most 2³¹−1. `<int:…>` takes １２ and twenty digits."""

    regex = "[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        """The id; raises ValidationError, which makes the address unknown."""
        number = int(value)
        if number > LARGEST_ID:
            raise ValidationError
        return number
