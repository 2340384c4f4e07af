"""The words of alerts, as pages say them."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from studyhub.alerts.models import AlertSource, DecisionKind, IntakeKind

DECISIONS = {
    DecisionKind.KEEP: lazy_pgettext("alert", "Keep"),
    DecisionKind.TUNE: lazy_pgettext("alert", "Tune"),
    DecisionKind.AUTOMATE: lazy_pgettext("alert", "Automate"),
    DecisionKind.REMOVE: lazy_pgettext("alert", "Remove"),
    DecisionKind.DRILL: lazy_pgettext("alert", "Make a drill"),
}
KINDS = {IntakeKind.ALERTMANAGER: _l("Alertmanager"), IntakeKind.JSON: _l("Another program, in JSON")}
SOURCES = {
    AlertSource.WEBHOOK: _l("by a program"),
    AlertSource.FILE: _l("from a file"),
    AlertSource.HAND: _l("by hand"),
}
