"""What the audit trail says of paths."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "path.made": Action(_l("made a path to a first night"), is_in_circles=False),
    "path.changed": Action(_l("changed a path to a first night"), is_in_circles=False),
    "path.ended": Action(_l("ended a path to a first night"), is_in_circles=False),
    "path.mentor_gone": Action(_l("left a path without its mentor"), is_in_circles=False),
    "path.shadow_planned": Action(_l("planned a night to shadow"), is_in_circles=False),
    "path.shadow_withdrawn": Action(_l("took back a night to shadow"), is_in_circles=False),
    "path.step_done": Action(_l("ticked a step of a path"), is_in_circles=False),
    "path.step_repeated": Action(_l("took a step of a path again"), is_in_circles=False),
}
