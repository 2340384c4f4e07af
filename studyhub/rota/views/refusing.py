"""Why hours cannot change hands, in words, and the page that asks for a confirmation by name."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from studyhub.rota.models import Shift
from studyhub.rota.swaps import answering, asking, opening, undoing
from studyhub.rota.wording import OBSTACLES
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

# What a form carried that is sent again with the confirmation.
FIELDS = ("way", "since", "until", "words", "giver", "person", "in_return")


def refused(error: Exception) -> str:
    """One sentence."""
    if isinstance(error, asking.CannotTake):
        return _("%(name)s cannot take it: %(obstacle)s.", name=error.person.name, obstacle=OBSTACLES[error.obstacle])
    if isinstance(error, opening.Declined):
        return _("%(name)s was asked already, and cannot this time.", name=error.person.name)
    if isinstance(error, asking.NobodyCould):
        return _("Nobody could take these hours as things stand.")
    if isinstance(error, asking.NotRunning):
        return _("Somebody can cover only while the shift runs.")
    if isinstance(error, answering.NotAsked):
        return _("You were not asked, or have declined already.")
    if isinstance(error, answering.Ended | undoing.TooLate):
        return _("Too late: meanwhile it was answered, taken back, or has begun.")
    return _("Meanwhile these hours changed hands, or are over. Please look again.")


def confirmed() -> list[int]:
    """The ids of those whose too little rest was confirmed: of an exchange both, one after the other."""
    ids = filter(None, map(row_id, request.form.getlist("rest_of")))
    return list(dict.fromkeys(ids))[:2]


def rest_page(error: asking.RestBroken, action: str, shift: Shift) -> ResponseReturnValue:
    """Ask whether somebody shall have it with too little rest: by name, with the hours that are left."""
    fields = [(name, request.form[name]) for name in FIELDS if request.form.get(name)]
    return (
        render_template(
            "rota/rest.html",
            person=error.person,
            hours=f"{error.rest.total_seconds() / 3600:g}" if error.rest.seconds % 3600 == 0 else _hours(error),
            action=action,
            fields=[*fields, *(("rest_of", str(id_)) for id_ in (*confirmed(), error.person.id))],
            shift=shift,
        ),
        422,
    )


def _hours(error: asking.RestBroken) -> str:
    return f"{error.rest.total_seconds() / 3600:.1f}"
