"""What messages about notes say."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.notes.releases import consents
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import ngettext


def _note(payload: Payload) -> str:
    return f"/notes/{payload['note_id']}/"


def _who(payload: Payload) -> dict[str, str]:
    return {"person": payload["by"], "circle": payload["circle"]}


def _release(payload: Payload) -> str:
    return f"{_note(payload)}releases/{payload['release_id']}/"


def _reason(payload: Payload) -> list[str]:
    return [_("Reason: %(reason)s", reason=payload["reason"])] if payload["reason"] else []


def note_shared(payload: Payload, _language: str) -> Message:
    """The notes of a session can be read."""
    return Message(
        _("Notes to read: %(title)s", title=payload["title"]),
        [_("%(person)s shared the notes of %(circle)s.", **_who(payload))],
        _note(payload),
        _("Read the notes"),
    )


def release_requested(payload: Payload, _language: str) -> Message:
    """An editor is asked to read a text."""
    return Message(
        _("Publication asked for: %(title)s", title=payload["title"]),
        [
            _("%(person)s asks to publish notes of %(circle)s outside.", **_who(payload)),
            _("Nothing leaves until an editor who did not write it has read it and approved."),
        ],
        _release(payload),
        _("Read what would leave"),
    )


def release_approved(payload: Payload, _language: str) -> Message:
    """What was asked for is outside."""
    return Message(
        _("Published outside: %(title)s", title=payload["title"]),
        [_("%(person)s read the notes of %(circle)s and approved.", **_who(payload))],
        _note(payload),
        _("Open the notes"),
    )


def release_declined(payload: Payload, _language: str) -> Message:
    """What was asked for came back."""
    return Message(
        _("Not published yet: %(title)s", title=payload["title"]),
        [
            _("%(person)s sent the notes of %(circle)s back.", **_who(payload)),
            *_reason(payload),
            _("Change the text and ask again; nothing has left the organisation."),
        ],
        _note(payload),
        _("Open the notes"),
    )


def release_retracted(payload: Payload, _language: str) -> Message:
    """What was outside is not any more."""
    return Message(
        _("Retracted: %(title)s", title=payload["title"]),
        [
            _("%(person)s retracted the notes of %(circle)s.", **_who(payload)),
            _("Page, feeds and exports no longer show them outside. Inside, nothing changed."),
        ],
        _note(payload),
        _("Open the notes"),
    )


def retract_asked(payload: Payload, _language: str) -> Message:
    """An organiser wants a text back."""
    return Message(
        _("Please retract: %(title)s", title=payload["title"]),
        [
            _("%(person)s asks to retract published notes of %(circle)s.", **_who(payload)),
            *_reason(payload),
        ],
        _release(payload),
        _("Open what is published"),
    )


TITLES_MAX = 20


def _named_in(titles: list[str], more: int) -> list[str]:
    if not titles:
        return [_("None of the texts that named the person is outside any more.")]
    asked = _("These texts name the person; please see whether their words do too, and publish a changed text:")
    return [asked, *titles, *([ngettext("and %(num)s more text", "and %(num)s more texts", more)] if more else [])]


def name_taken_back(payload: Payload, _language: str) -> Message:
    """Somebody does not want to be named outside any more."""
    texts = consents.still_outside(payload["release_ids"])
    titles = [_("“%(title)s”", title=text.title) for text in texts[:TITLES_MAX]]
    more = len(texts) - len(titles)
    return Message(
        _("No longer to be named outside: %(name)s", name=payload["name"]),
        [
            _("Among the authors, “a participant” stands in place of the name already."),
            *_named_in(titles, more),
        ],
        _note(payload),
        _("Open the notes"),
    )


def passage_wiped(payload: Payload, _language: str) -> Message:
    """Something in notes one wrote in is gone for good."""
    return Message(
        _("A passage was wiped: %(title)s", title=payload["title"]),
        [
            _(
                "An administrator or an organiser wiped a passage of notes of %(circle)s that you wrote in.",
                circle=payload["circle"],
            ),
            _("A mark stands in its place, in earlier revisions too. The rest of the notes is as it was."),
        ],
        _note(payload),
        _("Open the notes"),
    )


_GROUP = _l("Notes")
KINDS = {
    "note_shared": Kind(note_shared, _l("Notes were shared"), _GROUP),
    "release_requested": Kind(release_requested, _l("Publication of notes was asked for (editors)"), _GROUP),
    "release_approved": Kind(release_approved, _l("Notes you asked to publish were published"), _GROUP),
    "release_declined": Kind(release_declined, _l("Notes you asked to publish were sent back"), _GROUP),
    "release_retracted": Kind(release_retracted, _l("Notes you asked to publish were retracted"), _GROUP),
    "name_taken_back": Kind(name_taken_back, _l("Somebody no longer wants to be named outside (editors)"), _GROUP),
    "passage_wiped": Kind(passage_wiped, _l("A passage of notes you wrote in was wiped"), _GROUP),
    "retract_asked": Kind(retract_asked, _l("An organiser asks to retract notes (editors)"), _GROUP),
}
