"""How much of notes one person makes in an hour, form by form; of several limits the first that is full is told."""

from studyhub.audit.limits import Limit, recorded
from studyhub.notes.models import Revision

_REVISIONS = Limit(200, Revision.created_at, Revision.author_id)
_RELEASES = recorded(
    40, *(f"release.{word}" for word in ("requested", "withdrawn", "approved", "declined", "retracted"))
)
_SHARED = recorded(60, "note.shared", "note.unshared")
_WIPED = recorded(30, "note.passage_wiped")

LIMITS = {
    "notes.create": (_REVISIONS,),
    "notes.create_approval": (_RELEASES,),
    "notes.create_refusal": (_RELEASES,),
    "notes.create_release": (_RELEASES,),
    "notes.create_restoration": (_REVISIONS,),
    "notes.create_retraction": (_RELEASES,),
    "notes.create_retraction_request": (_RELEASES,),
    "notes.create_sharing": (_SHARED,),
    "notes.create_wiping": (_WIPED,),
    "notes.delete_request": (_RELEASES,),
    "notes.delete_sharing": (_SHARED,),
    "notes.update": (_REVISIONS,),
}
