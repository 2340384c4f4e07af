"""A note with a password in it, and the press that wipes it."""

from studyhub.notes.models import Note
from tests.cast import Browser

PASSWORD = "hunter2-秘密のことば"  # noqa: S105 -- a password of nobody
TEXT = f"# Start\n\nThe password is {PASSWORD}, he said.\n\n:::internal\nInside: `{PASSWORD}`\n:::\n\nEnd\n"


def press(browser: Browser, note: Note, passage: str = PASSWORD, *, confirmed: bool = True) -> tuple[int, str]:
    data = {"passage": passage} | ({"confirmed": "1"} if confirmed else {})
    answer = browser.post(f"/notes/{note.id}/wiping", data=data)
    return answer.status_code, answer.text
