"""What the act is called that asks for the password again, in the words that features hand in."""

from flask import current_app, request

from studyhub.handing_in import features_of
from studyhub.words.saying import gettext as _


def act() -> str:
    """What the present request asks for, as a button would say it. Aborts with 404 where whom it concerns is not there.

    Only for whoever may do it: it names people and addresses.
    """
    endpoint = request.endpoint or ""
    words = next((feature.acts[endpoint] for feature in features_of(current_app) if endpoint in feature.acts), None)
    return str(words(**(request.view_args or {})) if words else _("What you asked for"))
