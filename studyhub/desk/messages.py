"""What editors tell those whose turn it is."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.meetings import phrases
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def notes_wanted(payload: Payload, _language: str) -> Message:
    """To the scribe, or to whoever organises where there is none."""
    session = phrases.session(payload)
    asked = _("%(person)s asks how the notes of %(session)s are coming along.", person=payload["by"], session=session)
    instead = _("Nobody is there as its scribe, and you organise it.")
    role = _("You are the scribe.") if payload["is_scribe"] else instead
    lines = [asked, role, _("A short note is enough: whoever could not come can read on.")]
    subject = _("The notes of %(session)s are waited for", session=phrases.dated(payload))
    return phrases.about(payload, subject, lines)


def _note(payload: Payload) -> str:
    return f"/notes/{payload['note_id']}/"


def publication_proposed(payload: Payload, _language: str) -> Message:
    """To whoever wrote it, or who is asked in their place; nothing is requested by it."""
    return Message(
        _("Might this be published? %(title)s", title=payload["title"]),
        [
            *_what_was_read(payload),
            _("Nothing is asked for yet: if you agree, ask for the publication yourself, on the page of the notes."),
        ],
        _note(payload),
        _("Open the notes"),
    )


def _what_was_read(payload: Payload) -> list[str]:
    who = {"person": payload["by"], "circle": payload["circle"]}
    # What waits since before it was said is for whoever wrote.
    if payload.get("is_author", True):
        return [_("%(person)s read the notes of %(circle)s that you wrote and thinks others would like them.", **who)]
    return [
        _("%(person)s read the notes of %(circle)s and thinks others would like them.", **who),
        _("Nobody else who wrote them can be asked, so you are asked, who are the scribe or organise the circle."),
    ]


def review_wanted(payload: Payload, _language: str) -> Message:
    """To editors who may read what another editor wrote."""
    return Message(
        _("Please read: %(title)s", title=payload["title"]),
        [
            _(
                "%(person)s wrote in the notes of %(circle)s, so another editor reads them.",
                person=payload["by"],
                circle=payload["circle"],
            )
        ],
        f"{_note(payload)}releases/{payload['release_id']}/",
        _("Read what would leave"),
    )


def note_kept_inside(payload: Payload, _language: str) -> Message:
    """To whoever wrote it."""
    return Message(
        _("Stays inside: %(title)s", title=payload["title"]),
        [
            _(
                "%(person)s decided that the notes of %(circle)s stay inside; nobody asks about them any more.",
                person=payload["by"],
                circle=payload["circle"],
            ),
            _("Reason: %(reason)s", reason=payload["reason"]),
            _("If you see it differently, you can still ask for the publication."),
        ],
        _note(payload),
        _("Open the notes"),
    )


_GROUP = _l("Notes")
KINDS = {
    "notes_wanted": Kind(notes_wanted, _l("An editor asks for notes"), _GROUP),
    "publication_proposed": Kind(publication_proposed, _l("An editor would like to publish notes you wrote"), _GROUP),
    "review_wanted": Kind(review_wanted, _l("An editor asks you to read a request (editors)"), _GROUP),
    "note_kept_inside": Kind(note_kept_inside, _l("Notes you wrote stay inside"), _GROUP),
}
