"""What the audit trail says of alerts."""

from studyhub.alerts.models import DecisionKind
from studyhub.alerts.wording import DECISIONS
from studyhub.audit.words import Action, Kept, name_of
from studyhub.words.saying import lazy_gettext as _l


def _decision_of(kept: Kept) -> str:
    kind = str(kept.get("kind", ""))
    return str(DECISIONS[DecisionKind(kind)]) if kind in set(DecisionKind) else ""


ACTIONS = {
    "alert.acted_on": Action(_l("acted on an alert"), is_in_circles=False),
    "alert.imported": Action(_l("took alerts in from a file"), is_in_circles=False),
    "alert.left": Action(_l("said that nobody acted on an alert"), is_in_circles=False),
    "alert.named": Action(_l("taught a name of a service in alerts"), is_in_circles=False, tells=name_of),
    "alert.unnamed": Action(_l("took back a name of a service in alerts"), is_in_circles=False),
    "alert.written": Action(_l("wrote an alert down"), is_in_circles=False),
    "alert_group.decided": Action(_l("decided about an alert"), is_in_circles=False, tells=_decision_of),
    "alert_intake.ended": Action(_l("ended an address for alerts"), is_in_circles=False),
    "alert_intake.made": Action(_l("made an address for alerts"), is_in_circles=False, tells=name_of),
    "alert_intake.renewed": Action(_l("renewed an address for alerts"), is_in_circles=False),
    "alert_settings.changed": Action(_l("changed how long alerts are kept"), is_in_circles=False),
}
