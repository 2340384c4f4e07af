"""What the audit trail says of the rota."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "rota.made": Action(_l("made a rota"), is_in_circles=False),
    "rota.planned": Action(_l("planned a rota"), is_in_circles=False),
    "rota.published": Action(_l("published a rota"), is_in_circles=False),
    "rota.discarded": Action(_l("discarded the draft of a rota"), is_in_circles=False),
    "collection.asked": Action(_l("asked for days away"), is_in_circles=False),
    "rota.imported": Action(_l("took a rota over from a spreadsheet"), is_in_circles=False),
    "rota_rules.changed": Action(_l("changed the rules of the rota"), is_in_circles=False),
    "shift.given_back": Action(_l("left shifts vacant by leaving"), is_in_circles=False),
    "shift.offered": Action(_l("told others of a vacant shift"), is_in_circles=False),
    "swap.asked": Action(_l("asked somebody to take a shift"), is_in_circles=False),
    "swap.accepted": Action(_l("took a shift over"), is_in_circles=False),
    "swap.declined": Action(_l("declined to take a shift"), is_in_circles=False),
    "swap.withdrawn": Action(_l("took back a request for a swap"), is_in_circles=False),
    "swap.undone": Action(_l("undid a swap"), is_in_circles=False),
}
