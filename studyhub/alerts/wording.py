"""The words of alerts, as pages say them."""

import re

from markupsafe import Markup

from studyhub.alerts.models import AlertSource, DecisionKind, IntakeKind
from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import lazy_pgettext

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

_WORD_BEGINS = re.compile("(?<=[a-z0-9])(?=[A-Z])")


def breaking(rule: str) -> Markup:
    """The name of a rule, whose lines break where a word of it begins: CartApi, ErrorBudget, Burn."""
    return Markup("<wbr>").join(_WORD_BEGINS.split(rule))
