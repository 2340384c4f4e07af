"""Everything that people and programs outside can read of a note."""

import re

from studyhub.notes.models import Note
from studyhub.publishing.blogs import exports
from studyhub.publishing.blogs.exports import Blog, Target
from tests.cast import NOON, Cast

BLOG = Blog("Asia/Tokyo", "https://study.example.com")
ADDRESSES = ("/notes/", "/notes/{id}/", "/feeds/notes.rss", "/feeds/notes.atom", "/feeds/notes.json", "/search?q=First")


# A page carries the moment in which it was asked for, and the list of public circles to search in.
BESIDE = re.compile(r'name="csrf_token"[^>]*>|<option .*?</option>')


def outside(cast: Cast, note: Note) -> dict[str, bytes | str]:
    """Pages and feeds as a visitor gets them, and both exports of the note and of its circle, by where they are."""
    visitor = cast.browser()
    read: dict[str, bytes | str] = {
        one: BESIDE.sub("", visitor.get(one.format(id=note.id), buffered=True).text) for one in ADDRESSES
    }
    for target in Target:
        read |= exports.of_note(note.id, BLOG).files(target)
        for path, body in exports.of_circle(note.circle, BLOG, now=NOON).files(target).items():
            read[f"circle/{path}"] = body
    return read
