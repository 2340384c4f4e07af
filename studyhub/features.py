"""All features, in the order of the layers in pyproject.toml, from the top: the one place that names them."""

from studyhub.accounts.feature import ACCOUNTS
from studyhub.actions.feature import DECISIONS_AND_ACTIONS
from studyhub.alerts.feature import ALERTS
from studyhub.allowance.feature import ALLOWANCE
from studyhub.audit.feature import AUDIT
from studyhub.backups.feature import BACKUPS
from studyhub.calendars.feature import CALENDARS
from studyhub.chat.feature import CHAT
from studyhub.circles.feature import CIRCLES
from studyhub.commitments.feature import COMMITMENTS
from studyhub.delivery.feature import DELIVERY
from studyhub.demo.feature import DEMO
from studyhub.departures.feature import DEPARTURES
from studyhub.desk.feature import DESK
from studyhub.drills.feature import DRILLS
from studyhub.duty.feature import DUTY
from studyhub.handoffs.feature import HANDOFFS
from studyhub.home.feature import HOME
from studyhub.keys.feature import KEYS
from studyhub.ledger.feature import LEDGER
from studyhub.meetings.feature import MEETINGS
from studyhub.notes.feature import NOTES
from studyhub.pager.feature import PAGER
from studyhub.paths.feature import PATHS
from studyhub.people.feature import PEOPLE
from studyhub.publishing.feature import PUBLISHING
from studyhub.reminders.feature import REMINDERS
from studyhub.rota.feature import ROTA
from studyhub.search.feature import SEARCH
from studyhub.services.feature import SERVICES
from studyhub.settings.feature import SETTINGS
from studyhub.sos.feature import SOS
from studyhub.teams.feature import TEAMS

FEATURES = (
    DEMO,
    HOME,
    SEARCH,
    DEPARTURES,
    BACKUPS,
    CALENDARS,
    CHAT,
    PUBLISHING,
    DESK,
    REMINDERS,
    PATHS,
    DRILLS,
    SOS,
    NOTES,
    DECISIONS_AND_ACTIONS,
    MEETINGS,
    DUTY,
    ALLOWANCE,
    HANDOFFS,
    PAGER,
    ROTA,
    ALERTS,
    CIRCLES,
    SERVICES,
    LEDGER,
    COMMITMENTS,
    TEAMS,
    ACCOUNTS,
    KEYS,
    DELIVERY,
    SETTINGS,
    AUDIT,
    PEOPLE,
)
