"""Which service an address means, and whether the person signed in may change it."""

from flask import abort

from studyhub.services import page, queries, rules
from studyhub.services.models import Quirk, Service
from studyhub.web.guards.auth import current_user


def visible_service(service_id: int) -> Service:
    """The service, whatever became of it; 404 where there is none."""
    return queries.service(service_id) or abort(404)


def own_service(service_id: int) -> Service:
    """The service, if the person signed in may change it; else 403."""
    service, user = visible_service(service_id), current_user()
    if not rules.can_change(user, leads=service.team_id in page.led_team_ids(user)):
        abort(403)
    return service


def any_quirk(quirk_id: int) -> Quirk:
    """The quirk, a retired one too; 404 where there is none."""
    return queries.quirk(quirk_id) or abort(404)


def present_quirk(quirk_id: int) -> Quirk:
    """The quirk, as long as it stands on its service's page; else 404."""
    quirk = any_quirk(quirk_id)
    return quirk if quirk.retired_at is None else abort(404)
