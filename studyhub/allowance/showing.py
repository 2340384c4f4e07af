"""Whether everybody reads the sums of everybody by name, or those of teams alone."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.models import RotaRules


def show_names(is_by_name: bool, *, by: User, now: datetime) -> None:
    """Set it; set again as it was it changes nothing. No draft is planned anew for it. Does not commit."""
    queries.lock_planning()
    rules = db.session.get(RotaRules, 1, populate_existing=True) or queries.rules()
    before = rules.figures_by_name
    if before == is_by_name:
        return
    rules.figures_by_name = is_by_name
    db.session.add(rules)
    old, new = {"figures_by_name": before}, {"figures_by_name": is_by_name}
    trail.record("allowance.names_shown", rules, by=by, now=now, before=old, after=new)
