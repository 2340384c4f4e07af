"""A person's private addresses, on their profile: shown again at any time, and renewed."""

from typing import NamedTuple

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.readers import is_member
from studyhub.publishing.views.blueprint import bp
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user, current_user_or_none
from studyhub.web.pages.addresses import public_url
from studyhub.words.saying import gettext as _


class PrivateAddresses(NamedTuple):
    """Where a member's own feed and calendar are."""

    rss: str
    atom: str
    json: str
    calendar: str


@bp.app_template_global()
def private_addresses() -> PrivateAddresses | None:
    """The reader's own addresses; None for whoever is no member."""
    user = current_user_or_none()
    if not is_member(user):
        return None
    key = str(current_app.secret_key)
    feed, calendar = (addresses.token(user, purpose, key=key) for purpose in (Purpose.FEED, Purpose.CALENDAR))
    notes = public_url(f"/my/{feed}/notes")
    return PrivateAddresses(
        rss=f"{notes}.rss",
        atom=f"{notes}.atom",
        json=f"{notes}.json",
        calendar=public_url(f"/my/{calendar}/calendar.ics"),
    )


@bp.post("/profile/addresses/<any(feed, calendar):purpose>/renewal")
@member_required
def create_renewal(purpose: str) -> ResponseReturnValue:
    """Another private address; the old one stops working at once."""
    user = current_user()
    addresses.renew(user, Purpose(purpose))
    trail.record("address.renewed", user, by=user, now=clock.now())
    db.session.commit()
    flash(_("Here is your new address. The old one no longer works."), "success")
    return redirect(url_for("profile.edit") + "#private-addresses", 303)
