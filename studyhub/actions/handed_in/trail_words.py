"""What the audit trail says of decisions and actions."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "action.changed": Action(_l("changed an action")),
    "action.done": Action(_l("did an action")),
    "action.dropped": Action(_l("dropped an action")),
    "action.given": Action(_l("kept an action")),
    "action.given_back": Action(_l("left an action to nobody")),
    "action.reopened": Action(_l("opened an action again")),
    "decision.changed": Action(_l("changed a decision")),
    "decision.dropped": Action(_l("dropped a decision")),
    "decision.kept": Action(_l("kept a decision")),
    "decision.restored": Action(_l("restored a decision")),
}
