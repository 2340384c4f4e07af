"""What the audit trail says of services."""

from studyhub.audit.words import Action, Kept, name_of
from studyhub.services.states import WORDS, Standing
from studyhub.words.saying import lazy_gettext as _l


def _state_of(kept: Kept) -> str:
    state = str(kept.get("state", ""))
    return str(WORDS[Standing(state)]) if state in set(Standing) else ""


ACTIONS = {
    "quirk.brought_back": Action(_l("put a quirk of a service back"), is_in_circles=False),
    "quirk.changed": Action(_l("changed a quirk of a service"), is_in_circles=False),
    "quirk.confirmed": Action(_l("confirmed a quirk of a service"), is_in_circles=False),
    "quirk.retired": Action(_l("retired a quirk of a service"), is_in_circles=False),
    "quirk.written": Action(_l("wrote a quirk of a service"), is_in_circles=False),
    "readiness.begun": Action(_l("began to practise a service"), is_in_circles=False, tells=_state_of),
    "readiness.ended": Action(_l("ended readiness for a service"), is_in_circles=False, tells=_state_of),
    "readiness.shadowed": Action(_l("shadowed a night for a service"), is_in_circles=False, tells=_state_of),
    "readiness.signed_off": Action(_l("signed off readiness for a service"), is_in_circles=False, tells=_state_of),
    "service.brought_back": Action(_l("brought a service back"), is_in_circles=False),
    "service.changed": Action(_l("changed a service"), is_in_circles=False, tells=name_of),
    "service.contact_gone": Action(_l("left a service without its contact"), is_in_circles=False),
    "service.created": Action(_l("made a service"), is_in_circles=False),
    "service.retired": Action(_l("retired a service"), is_in_circles=False),
}
