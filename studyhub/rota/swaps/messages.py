"""What people are told about swaps."""

from collections.abc import Sequence
from datetime import datetime

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps.models import SwapKind
from studyhub.rota.wording import ROLES
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def swap_asked(payload: Payload, language: str) -> Message:
    """Somebody is asked to take hours, or reads that another asked on their behalf."""
    shift = _shift(payload["shift"])
    if payload["on_behalf"]:
        subject = _("%(by)s asked others to take your shift", by=payload["by"])
        return _message(payload, subject, [shift, _("Until somebody accepts, you are on duty.")])
    lines = [shift]
    if payload["kind"] == SwapKind.COVER_NOW:
        subject = _("Can you take over now? %(giver)s asks", giver=payload["giver"])
        lines.append(_("If you are on duty in the other role, that one becomes vacant."))
    elif payload["in_return"]:
        subject = _("%(giver)s asks to exchange shifts", giver=payload["giver"])
        lines = [
            _("You would take: %(shift)s", shift=shift),
            _("You would give: %(shift)s", shift=_shift(payload["in_return"])),
        ]
    else:
        subject = _("%(giver)s asks whether you can take a shift", giver=payload["giver"])
    if payload["by"] != payload["giver"]:
        lines.append(_("%(by)s asks on their behalf.", by=payload["by"]))
    if payload["words"]:
        lines.append(_("“%(words)s”", words=payload["words"]))
    if payload.get("until"):
        until = dates.when(datetime.fromisoformat(payload["until"]))
        lines.append(_("Please answer by %(when)s. You can still take it later, until it begins.", when=until))
    return _message(payload, subject, lines, _("Answer"))


def swap_accepted(payload: Payload, language: str) -> Message:
    """Hours have another taker: for who gave them and who asked."""
    subject = _("%(taker)s takes a shift over from %(giver)s", taker=payload["taker"], giver=payload["giver"])
    lines = [_shift(payload["shift"])]
    if payload["in_return"]:
        lines.append(
            _("In return %(giver)s has: %(shift)s", giver=payload["giver"], shift=_shift(payload["in_return"]))
        )
    return _message(payload, subject, lines)


def swap_declined(payload: Payload, language: str) -> Message:
    """Somebody cannot this time; no reason is asked."""
    subject = _("%(by)s cannot take the shift this time", by=payload["by"])
    return _message(payload, subject, [_shift(payload["shift"]), _still(payload)])


def swap_undone(payload: Payload, language: str) -> Message:
    """What was asked was taken back, or what was accepted undone; by somebody, or by a rota that was planned anew."""
    shift = _shift(payload["shift"])
    if payload.get("rota_id"):
        return _dropped(payload, shift)
    if not payload["was_accepted"]:
        subject = _("%(by)s took back what was asked", by=payload["by"])
        return _message(payload, subject, [shift, _("There is nothing to answer any more.")])
    subject = _("%(by)s undid a swap", by=payload["by"])
    lines = [shift, _("%(giver)s is on duty again.", giver=payload["giver"])] if payload["giver"] else [shift]
    return _message(payload, subject, lines)


def _dropped(payload: Payload, shift: str) -> Message:
    subject, lines = _("The rota was planned anew: a swap is no more"), [shift]
    if not payload["was_accepted"]:
        subject = _("The rota was planned anew: what was asked about a shift is over")
        lines.append(_("There is nothing to answer any more."))
    elif payload["giver"]:
        lines.append(_("%(giver)s is on duty again.", giver=payload["giver"]))
    return Message(subject, lines, f"/oncall/rotas/{payload['rota_id']}/", _("See the rota"))


def swap_silent(payload: Payload, language: str) -> Message:
    """Nobody answers: who has it still, and who could be asked next."""
    subject = _("Nobody has answered yet: %(giver)s is still on duty", giver=payload["giver"])
    names = _(", ").join(payload["next"])
    nobody = _("Nobody could take these hours as things stand.")
    lines = [_shift(payload["shift"]), _("Could be asked next: %(names)s", names=names) if names else nobody]
    return _message(payload, subject, lines, _("Ask somebody else"))


def swap_unanswered(payload: Payload, language: str) -> Message:
    """Nobody took hours: loudly, for who has them still, their leads and the keepers."""
    subject = _("Nobody has taken the shift: %(giver)s is still on duty", giver=payload["giver"])
    lines = [_shift(payload["shift"]), _("Whoever cannot be there needs another way now: ask by phone, or the lead.")]
    return _message(payload, subject, lines)


def shift_changed(payload: Payload, language: str) -> Message:
    """A change within a day: for both, their leads and whoever hands over."""
    taker, giver = payload["taker"], payload["giver"]
    subject = _("The next shift is with %(taker)s now", taker=taker) if taker else _("The next shift is vacant now")
    before = _("It was with %(giver)s before.", giver=giver) if giver else _("It was vacant before.")
    return _message(payload, subject, [_shift(payload["shift"]), before])


def shift_offered(payload: Payload, language: str) -> Message:
    """Nobody has hours: for everybody who could take them."""
    lines = [_shift(payload["shift"]), _("Nobody has these hours. The first who takes them has them.")]
    return _message(payload, _("A shift is vacant: can you take it?"), lines)


def swap_vacant(payload: Payload, language: str) -> Message:
    """Nobody has hours that somebody had taken: for the keepers."""
    subject = _("Vacant: %(shift)s", shift=_shift(payload["shift"]))
    return _message(payload, subject, [_("%(giver)s does not have it any more.", giver=payload["giver"])])


def _still(payload: Payload) -> str:
    return _("Until somebody accepts, %(giver)s is on duty.", giver=payload["giver"])


def _shift(shift: Sequence[str]) -> str:
    begins, ends = datetime.fromisoformat(shift[0]), datetime.fromisoformat(shift[1])
    return f"{dates.day(begins)} {dates.time_range(begins, ends)} {ROLES[Role(shift[2])]}"


def _message(payload: Payload, subject: str, lines: list[str], label: str = "") -> Message:
    return Message(subject, lines, f"/oncall/shifts/{payload['shift_id']}/", label or _("See the shift"))


KINDS = {
    "swap_asked": Kind(swap_asked, _l("Somebody asks me to take a shift"), _l("On call")),
    "swap_accepted": Kind(swap_accepted, _l("A shift that I gave away is taken"), _l("On call")),
    "swap_declined": Kind(swap_declined, _l("Somebody I asked cannot take a shift"), _l("On call")),
    "swap_silent": Kind(swap_silent, _l("Nobody answers what I asked"), _l("On call"), can_be_turned_off=False),
    "swap_undone": Kind(swap_undone, _l("A swap of mine is taken back or undone"), _l("On call")),
    "swap_unanswered": Kind(
        swap_unanswered, _l("Nobody takes a shift of mine or my team"), _l("On call"), can_be_turned_off=False
    ),
    "shift_changed": Kind(shift_changed, _l("A shift changes within a day"), _l("On call"), can_be_turned_off=False),
    "shift_offered": Kind(shift_offered, _l("A shift that I could take is vacant"), _l("On call")),
    "swap_vacant": Kind(swap_vacant, _l("Hours that somebody had taken become vacant"), _l("On call")),
}
