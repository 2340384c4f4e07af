"""Which messages a person wants."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectMultipleField

from studyhub.delivery.models import Channel
from studyhub.web.pages.forms import Form


class PreferencesForm(Form):
    """Ticked boxes, each a kind and a channel (`promoted.mail`); what is not ticked is not wanted."""

    wanted = SelectMultipleField()

    def __init__(self, kinds: Iterable[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.boxes = {box(kind, channel): (kind, channel) for kind in kinds for channel in Channel}
        self.wanted.choices = [(name, name) for name in self.boxes]

    def choices(self) -> dict[tuple[str, Channel], bool]:
        """For each kind and channel whether it is wanted."""
        ticked = set(self.wanted.data or [])
        return {pair: name in ticked for name, pair in self.boxes.items()}


def box(kind: str, channel: Channel) -> str:
    """What the box of a kind and a channel is called."""
    return f"{kind}.{channel}"
