"""What people are told about hand-offs: never what stands in one."""

from datetime import datetime

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.handoffs import reminding
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def handoff_wanted(payload: Payload, language: str) -> Message:
    """A shift ended and nothing was handed over."""
    begins, ends = (datetime.fromisoformat(payload[name]) for name in ("starts_at", "ends_at"))
    lines = [
        f"{dates.day(begins)} {dates.time_range(begins, ends)}",
        _("Say what still burns, or by one press that nothing does."),
    ]
    address = f"/oncall/handoffs/shifts/{payload['shift_id']}/new"
    return Message(_("Your shift is over: please hand over"), lines, address, _("Hand over"))


KINDS = {
    "handoff_wanted": Kind(
        handoff_wanted, _l("A shift of mine ended without a hand-off"), _l("On call"), holds=reminding.is_wanted
    ),
}
