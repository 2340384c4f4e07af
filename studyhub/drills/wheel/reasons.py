"""Why the wheel says what it says, in words: at most four small lines, so that nobody has to argue with it."""

from studyhub.drills.wheel.needs import WANTED
from studyhub.drills.wheel.picking import Pick
from studyhub.meetings.models import Meeting
from studyhub.services.states import Standing
from studyhub.words import dates
from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

REASONS_MAX = 4


def sentence(pick: Pick) -> str:
    """What is proposed."""
    said = {"name": pick.responder.name, "service": pick.service.name, "title": pick.scenario.title}
    return _("%(name)s takes on “%(title)s” of %(service)s", **said)


def reasons(pick: Pick, session: Meeting | None) -> list[str]:
    """Why this service, why this person, and why this examiner."""
    few, woke = _few(pick), _woke(pick)
    unseen = _("%(name)s has not seen the answer of this scenario.", name=pick.responder.name)
    first = [woke or few] if woke and len(pick.ready) >= WANTED else [few, *([woke] if woke else [])]
    said = [*first, _turn(pick), *([unseen] if len(first) == 1 else []), _examiner(pick, session)]
    return said[:REASONS_MAX]


def _few(pick: Pick) -> str:
    service, count = pick.service.name, len(pick.ready)
    if not count:
        return _("Nobody can be left alone with %(service)s yet.", service=service)
    if count == 1:
        return _("%(name)s alone is ready for %(service)s.", name=pick.ready[0].name, service=service)
    return ngettext("%(num)s person is ready for it.", "%(num)s people are ready for it.", count)


def _woke(pick: Pick) -> str:
    """What took somebody's sleep in the last month; of the scenario's own alert, where it was that."""
    if pick.scenario.woke:
        return ngettext(
            "The alert it was made from woke somebody in %(num)s night of the last month.",
            "The alert it was made from woke somebody in %(num)s nights of the last month.",
            pick.scenario.woke,
        )
    if not pick.service.woke:
        return ""
    return ngettext(
        "Its alerts woke somebody in %(num)s night of the last month.",
        "Its alerts woke somebody in %(num)s nights of the last month.",
        pick.service.woke,
    )


def _turn(pick: Pick) -> str:
    """Whose turn it is, by the ledger."""
    one = pick.responder
    told = {"name": one.name}
    said = _("By the record, %(name)s responded in no drill for half a year; who has fewest is next.", **told)
    if one.drills:
        said = ngettext(
            "By the record, %(name)s has %(num)s drill as responder in half a year; who has fewest is next.",
            "By the record, %(name)s has %(num)s drills as responder in half a year; who has fewest is next.",
            one.drills,
            **told,
        )
    return sentences([said, _begun(pick)])


def _begun(pick: Pick) -> str:
    match pick.responder.standing(pick.service.id):
        case Standing.PRACTISING:
            return _("They have begun to practise this service.")
        case Standing.STALE:
            return _("They were ready for this service, and have not practised it for long.")
    return ""


def _examiner(pick: Pick, session: Meeting | None) -> str:
    one = pick.examiner
    if one is None:
        return _("Nobody who could examine can come. Please choose somebody.")
    if one.standing(pick.service.id) is Standing.READY:
        said = ngettext(
            "%(name)s examines: ready for it and, by the record, %(num)s drill examined in half a year, the fewest.",
            "%(name)s examines: ready for it and, by the record, %(num)s drills examined in half a year, the fewest.",
            one.examining,
            name=one.name,
        )
    else:
        said = _("%(name)s examines, who knows the answer: nobody who is ready can come.", name=one.name)
    free = _("Both are free on %(day)s.", day=dates.day(session.starts_at)) if session else ""
    return sentences([said, free])
