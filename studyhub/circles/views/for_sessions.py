"""What a change of the circle does to its sessions to come, shown before it is done."""

from collections.abc import Sequence

from flask import flash, render_template, request

from studyhub.circles.models import Circle, Format
from studyhub.meetings.changing.together import Change, Sessions
from studyhub.meetings.models import Meeting
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

# Not typed in the form whose words the preview carries.
ASKED_HERE = ("csrf_token", "sessions", "keep_all", "again")


def chosen() -> Sessions | None:
    """For which sessions the change is to hold; None as long as nobody was asked."""
    try:
        return Sessions(request.form.get("sessions", ""))
    except ValueError:
        return None


def preview(
    circle: Circle, changes: Sequence[Change], url: str, *, new_format: Format | None = None, error: str = ""
) -> str:
    """Each session old → new, those that stay as they are apart, and for which of them it is to hold.

    What was typed goes along, so that nothing is lost on the way back either.
    """
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in ASKED_HERE]
    has_new_format = new_format is not None and new_format is not circle.format
    return render_template(
        "circles/edit_sessions.html",
        circle=circle,
        url=url,
        typed=typed,
        changing=[one for one in changes if one.is_changed or (has_new_format and one.new.format is None)],
        apart=[one for one in changes if one.apart],
        new_format=new_format if has_new_format else None,
        is_overfull=any(one.is_overfull for one in changes),
        error=error,
    )


def say_what_changed(changed: Sequence[Meeting], sessions: Sessions | None) -> None:
    """Say what was done."""
    if not changed:
        only_new = _("The circle is changed. It holds for sessions added from now on.")
        flash(only_new if sessions is Sessions.NEW else _("The circle is changed."), "success")
        return
    said = ngettext(
        "The circle and %(num)s session to come are changed. Whoever comes is told of a new time or place.",
        "The circle and %(num)s sessions to come are changed. Whoever comes is told of a new time or place, once.",
        len(changed),
    )
    flash(said, "success")
