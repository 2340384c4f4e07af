"""Who may do what with a note, as pure functions. Rules: docs/rules.md, Note."""

from collections.abc import Collection
from dataclasses import dataclass

from studyhub.notes.models import OPEN_STATES, Release, ReleaseState
from studyhub.people.models import User


@dataclass(frozen=True)
class Part:
    """What a person is to a note they may open."""

    takes_part: bool
    is_organizer: bool
    is_scribe: bool
    is_author: bool

    @property
    def can_write(self) -> bool:
        """Whether they may write in it: whoever takes part in the circle or the session, and its scribe."""
        return self.takes_part or self.is_organizer or self.is_scribe

    @property
    def can_share(self) -> bool:
        """Whether they share it inside and make it a draft again."""
        return self.is_organizer or self.is_scribe

    @property
    def can_ask_out(self) -> bool:
        """Whether they may ask for its publication."""
        return self.is_author or self.is_organizer or self.is_scribe


def can_review(user: User, asked_by_id: int, author_ids: Collection[int]) -> bool:
    """Whether the person decides about a text that another asked for: an editor who neither wrote in it nor asked."""
    is_own = user.id in author_ids or user.id == asked_by_id
    return user.is_member and user.is_editor and not is_own


def is_open(release: Release) -> bool:
    """Whether the request still waits for an answer."""
    return release.state in OPEN_STATES


def can_retract(user: User, release: Release) -> bool:
    """Whether the person takes this text back: any editor, as taking back can only protect."""
    return user.is_member and user.is_editor and release.state is ReleaseState.APPROVED


def can_wipe(user: User, part: Part) -> bool:
    """Whether the person, who may open the note, wipes passages from it: its organisers and administrators."""
    return user.is_member and (user.is_admin or part.is_organizer)


def can_ask_back(part: Part, release: Release) -> bool:
    """Whether the person may ask the editors to take this text back."""
    return part.is_organizer and release.state is ReleaseState.APPROVED
