"""What the audit trail says of the Scrum of Scrums."""

from studyhub.audit.words import Action
from studyhub.words.saying import lazy_gettext as _l

ACTIONS = {
    "team_update.handed_in": Action(_l("handed in a team's update")),
    "team_update.written_down": Action(_l("wrote down a team's update")),
    "help_wanted.asked": Action(_l("asked for help")),
    "help_wanted.claimed": Action(_l("claimed help wanted")),
    "help_wanted.given_back": Action(_l("gave help wanted back")),
    "help_wanted.resolved": Action(_l("settled help wanted")),
    "help_wanted.withdrawn": Action(_l("withdrew help wanted")),
    "help_wanted.wanted_again": Action(_l("wanted help after all")),
    "help_wanted.escalated": Action(_l("told leads of help wanted")),
}
