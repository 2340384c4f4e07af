"""Every table: importing this makes the metadata whole, for migrations and for whoever follows a foreign key."""

from studyhub.accounts import models as accounts
from studyhub.audit import models as audit
from studyhub.backups import models as backups
from studyhub.circles import models as circles
from studyhub.commitments import models as commitments
from studyhub.delivery import models as delivery
from studyhub.keys import models as keys
from studyhub.ledger import models as ledger
from studyhub.meetings import models as meetings
from studyhub.meetings.assigning import models as assignments
from studyhub.meetings.thoughts import models as thoughts
from studyhub.notes import models as notes
from studyhub.notes import wiping_models as wiping
from studyhub.notes.edits import together_models as together
from studyhub.people import models as people
from studyhub.publishing import models as publishing
from studyhub.settings import models as settings
from studyhub.teams import models as teams

FEATURES = (
    settings,
    people,
    teams,
    audit,
    delivery,
    accounts,
    ledger,
    commitments,
    circles,
    meetings,
    assignments,
    thoughts,
    notes,
    together,
    wiping,
    publishing,
    keys,
    backups,
)
