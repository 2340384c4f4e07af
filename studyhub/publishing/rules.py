"""Who may take released notes to a blog, as pure functions."""

from studyhub.notes.rules import Part
from studyhub.people.models import User


def can_export(user: User, part: Part) -> bool:
    """Whether the person carries the text to the blog: editors, the circle's organisers and the note's authors."""
    return user.is_member and (user.is_editor or part.is_organizer or part.is_author)


def can_export_circle(user: User, *, is_organizer: bool) -> bool:
    """Whether the person carries all texts of a circle to the blog: editors and its organisers."""
    return user.is_member and (user.is_editor or is_organizer)
