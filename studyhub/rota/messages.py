"""What people are told about their shifts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.rota.planning.inputs import Role
from studyhub.rota.wording import ROLES
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

# A year has more shifts of a person than somebody reads in a mail; the page has all.
LINES_MAX = 10


def rota_published(payload: Payload, language: str) -> Message:
    """A rota was published, and what of it is theirs, or is no more."""
    lines = [_("%(rota)s was published.", rota=payload["rota"])]
    if payload["given"]:
        lines += [_("You are on duty:"), *shift_lines(payload["given"])]
    if payload["lost"]:
        lines += [_("No longer yours:"), *shift_lines(payload["lost"])]
    subject = _("Your shifts: %(rota)s", rota=payload["rota"])
    return Message(subject, lines, f"/oncall/rotas/{payload['rota_id']}/", _("See the rota"))


def shifts_vacant(payload: Payload, language: str) -> Message:
    """Somebody went, and what they had is nobody's: for the keepers of the rota."""
    words = _(
        "%(person)s is not on the rota any more. Vacant in %(rota)s:", person=payload["person"], rota=payload["rota"]
    )
    subject = _("Vacant shifts: %(rota)s", rota=payload["rota"])
    return Message(
        subject, [words, *shift_lines(payload["shifts"])], f"/oncall/rotas/{payload['rota_id']}/", _("See the rota")
    )


def days_asked(payload: Payload, language: str) -> Message:
    """The keeper plans a rota and asks for days away."""
    first, last, until = (date.fromisoformat(payload[name]) for name in ("starts_on", "ends_on", "answer_on"))
    span = f"{dates.day_of_year(first)} – {dates.day_of_year(last)}"
    subject = _("Your days away until %(day)s", day=dates.day(until))
    lines = [
        _("A rota is going to be planned: %(span)s.", span=span),
        _("Please tap the days and evenings on which you cannot be on duty, until %(day)s.", day=dates.day(until)),
        _("If there are none, one press says so."),
    ]
    return Message(subject, lines, f"/oncall/collections/{payload['collection_id']}/", _("Tap my days"))


def days_asked_again(payload: Payload, language: str) -> Message:
    """The day to answer is near, and they have not."""
    asked = days_asked(payload, language)
    subject = _(
        "Your days away are still wanted until %(day)s", day=dates.day(date.fromisoformat(payload["answer_on"]))
    )
    return replace(asked, subject=subject)


def shift_lines(shifts: Sequence[Sequence[str]]) -> list[str]:
    """A line for each shift, given as from, to and role; of many the first ones, and how many more there are."""
    lines = [_shift(*shift) for shift in shifts[:LINES_MAX]]
    left = len(shifts) - LINES_MAX
    return [*lines, _("and %(count)d more", count=left)] if left > 0 else lines


def _shift(starts_at: str, ends_at: str, role: str) -> str:
    begins, ends = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
    return f"{dates.day(begins)} {dates.time_range(begins, ends)} {ROLES[Role(role)]}"


KINDS = {
    "rota_published": Kind(rota_published, _l("My shifts are published or changed"), _l("On call")),
    "days_asked": Kind(days_asked, _l("I am asked for my days away"), _l("On call")),
    "days_asked_again": Kind(
        days_asked_again, _l("I am reminded that I have not answered for my days away"), _l("On call")
    ),
    "shifts_vacant": Kind(shifts_vacant, _l("Shifts become vacant on the rota I keep"), _l("On call")),
}
