"""What events of the audit trail are called; features write the words of what is done in them, and hand them in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studyhub.audit.models import AuditEvent
from studyhub.text.translated import Text

Kept = dict[str, Any]


def nothing(_kept: Kept) -> str:
    """Of most events it is not told what was before and after: never a text that somebody wrote for others."""
    return ""


def name_of(kept: Kept) -> str:
    """The name of what the event is about."""
    return str(kept.get("name", ""))


@dataclass(frozen=True)
class Action:
    """What a kind of event is called, whether it happens in circles, and what is told of before and after it."""

    words: Text
    is_in_circles: bool = True
    tells: Callable[[Kept], str] = nothing


Actions = Mapping[str, Action]


def action_words(action: str, actions: Actions) -> str:
    """The action in the reader's language; one without words is shown as it is kept."""
    return str(actions[action].words) if action in actions else action


def event_words(event: AuditEvent, actions: Actions) -> str:
    """The action, and for some what it was before and after."""
    words = action_words(event.action, actions)
    tells = actions[event.action].tells if event.action in actions else nothing
    before, after = tells(event.before or {}), tells(event.after or {})
    return f"{words}: {before or '–'} → {after or '–'}" if before or after else words
