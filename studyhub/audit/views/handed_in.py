"""What the features of the application say of events."""

from flask import current_app

from studyhub.audit.subjects import Kinds
from studyhub.audit.words import Actions
from studyhub.handing_in import features_of


def actions() -> Actions:
    """Every action with its words, in the order of their names."""
    handed_in = [pair for feature in features_of(current_app) for pair in feature.actions.items()]
    return dict(sorted(handed_in))


def kinds() -> Kinds:
    """Every table that events are about, by its name."""
    return {kind.name: kind for feature in features_of(current_app) for kind in feature.subjects}
