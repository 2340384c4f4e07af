"""What is said of a text that was saved: what was taken out of it, what others saved, and who reads it next."""

from flask import flash

from studyhub import clock
from studyhub.notes import tagging
from studyhub.notes.edits import pasted
from studyhub.notes.forms import NoteForm
from studyhub.notes.models import Note, Revision
from studyhub.notes.releases import releasing
from studyhub.notes.views.releases import internal_left
from studyhub.web.guards.auth import current_user
from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _


def take_front_matter(form: NoteForm, base: Revision) -> None:
    """Put the title and the tags that stand on top of a pasted text where they belong, and say so."""
    tags = tagging.split(form.tags.data or "")
    found = pasted.taken(form.source.data or "", takes_title=form.title.data == base.title, tags=tags)
    if found is None:
        return
    form.source.data = found.source
    form.title.data = found.title or form.title.data
    form.tags.data = tagging.joined([*tags, *found.tags])
    flash(sentences(_taken_over(found)), "notice")


def _taken_over(found: pasted.Pasted) -> list[str]:
    """What became of the front matter, sentence by sentence."""
    said = {
        (True, True): _("Title and tags on top of the text were taken over."),
        (True, False): _("The title on top of the text was taken over."),
        (False, True): _("The tags on top of the text were taken over."),
        (False, False): "",
    }
    rest = _("What else stood there is a comment now, which stays inside.") if found.has_comment else ""
    return [said[found.title is not None, found.has_tags], rest]


def say_saved(base: Revision, revision: Revision) -> None:
    """Say what became of a text that was saved."""
    if revision.id == base.id:
        flash(_("Nothing in the text had changed."), "success")
    elif revision.number > base.number + 1:
        flash(_("Saved, together with what others had saved meanwhile. Please look it over."), "notice")
    else:
        flash(_("Saved as revision %(number)s.", number=revision.number), "success")


def follow_outside(note: Note) -> None:
    """Let what is published or asked for follow the text, and say where somebody has to act. Does not commit."""
    try:
        release = releasing.follow_edit(note, by=current_user(), now=clock.now())
    except releasing.InternalLeft as left:
        flash(internal_left(left), "error")
    else:
        if release is not None:
            flash(_("An editor reads the new text before it is published outside."), "notice")
