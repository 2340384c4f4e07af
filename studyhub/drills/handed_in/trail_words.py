"""What the audit trail says of training."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "drill.planned": Action(_l("planned a drill")),
    "drill.cast": Action(_l("named who plays a drill")),
    "drill.called_off": Action(_l("called a drill off")),
    "drill.planned_again": Action(_l("planned a drill again")),
    "drill.left": Action(_l("left a drill without somebody")),
    "drill.started": Action(_l("began a drill")),
    "drill.taken_over": Action(_l("took a drill over")),
    "drill.debriefed": Action(_l("shared the debrief of a drill")),
    "drill.revealed": Action(_l("revealed the answer of a drill")),
    "scenario.written": Action(_l("wrote a scenario"), is_in_circles=False),
    "scenario.changed": Action(_l("changed a scenario"), is_in_circles=False),
    "scenario.confirmed": Action(_l("said that a scenario is still true"), is_in_circles=False),
    "scenario.taken_on": Action(_l("took a scenario on"), is_in_circles=False),
    "scenario.retired": Action(_l("put a scenario away"), is_in_circles=False),
    "scenario.brought_back": Action(_l("took a scenario out again"), is_in_circles=False),
    "wheel.spun": Action(_l("spun the wheel of training again"), is_in_circles=False),
}
