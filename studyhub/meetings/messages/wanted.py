"""The mail of wanted chapters: each can be taken from it, without signing in."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from studyhub.delivery.texts import Desk, Letter, Link, Payload, letter_of
from studyhub.meetings import phrases
from studyhub.meetings.assigning.cover.claim_links import Claim, claim_path
from studyhub.meetings.messages.chapters import chapters_wanted
from studyhub.words.saying import gettext as _

# More buttons than these nobody reads; the others are behind the last one.
BUTTONS = 3


def mail(payload: Payload, desk: Desk) -> Letter:
    """As the notice, with a button for each of the first chapters."""
    letter = letter_of(chapters_wanted(payload, ""))
    buttons = [_button(one, desk) for one in payload["chapters"][:BUTTONS]]
    others = [replace(deed, label=_where_to(payload), is_main=False) for deed in letter.deeds]
    return replace(letter, deeds=[replace(buttons[0], is_main=True), *buttons[1:], *others])


def _where_to(payload: Payload) -> str:
    # Beside buttons that take a chapter, one called so would be taken for another of them.
    return _("Open the session") if len(payload["chapters"]) == 1 else _("Open StudyHub")


def _button(one: dict[str, Any], desk: Desk) -> Link:
    starts_at = datetime.fromisoformat(one["starts_at"])
    offered = Claim(desk.reader.id, one["meeting_id"], one["chapter_id"], starts_at)
    return Link(_("I take %(chapter)s", chapter=phrases.chapter(one)), claim_path(desk.secret_key, offered))
