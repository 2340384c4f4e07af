"""What stands in the way of a list of people, in words."""

from studyhub.teams.enrolment_plan import Entry, Obstacle
from studyhub.words.saying import gettext as _


def obstacle_words(entry: Entry) -> str:
    """One sentence about what stands in the way of a line. Only for entries with an obstacle."""
    person = entry.person
    words = {
        Obstacle.SHUT_OUT: _("%(name)s is suspended or has left.", name=person.name),
        Obstacle.OTHER_NUMBER: _("The account with the address %(email)s has another number.", email=person.email),
        Obstacle.OTHERS_ADDRESS: _("The address %(email)s is somebody else's.", email=person.email),
        Obstacle.TEAM_CLOSED: _("A team of this line is closed: open it again, or name another."),
        Obstacle.TWICE: _("This line is about the same account as an earlier one."),
    }
    return str(words[entry.obstacle]) if entry.obstacle else ""
