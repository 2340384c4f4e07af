"""Links and codes that are secrets: whoever tries many wrong ones has to wait."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, make_response
from werkzeug.exceptions import NotFound

from studyhub import clock
from studyhub.accounts.gate import attempts
from studyhub.accounts.models import AttemptKind
from studyhub.db import db, writing
from studyhub.keys import signed_links
from studyhub.web.guards import security_log
from studyhub.web.guards.busy import later_page
from studyhub.web.guards.clients import client_network
from studyhub.web.guards.reputation import reputation_of
from studyhub.words.saying import gettext as _

P = ParamSpec("P")


class LinkOver(NotFound):
    """The secret is one of ours, and what it led to is over: 404, and nobody has guessed."""


def guess_limited(view: Callable[P, Any]) -> Callable[P, Any]:
    """Count a view's 404 as a wrong secret, and answer 429 instead of it after too many from one network.

    What is over is counted for nobody: programs open every link of old mails.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        network, now = client_network(), clock.now()
        try:
            attempts.require_place(AttemptKind.SECRET, network=network, now=now)
            answer = _answer(view, *args, **kwargs)
            if answer.status_code == 404:
                note_wrong_secret(network, now)
        except LinkOver as over:
            return current_app.handle_http_exception(over)
        except attempts.TooManyTries as many:
            return too_many_guesses(many, now)
        return answer

    return guarded


def _answer(view: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> Response:
    try:
        return make_response(view(*args, **kwargs))
    except LinkOver:
        raise
    except signed_links.Over as over:
        raise LinkOver from over
    except NotFound as missing:
        # What a view aborts with is a wrong secret as well as what it hands back.
        return make_response(current_app.handle_http_exception(missing))


def note_wrong_secret(network: str, now: datetime) -> None:
    """Count it, in a page that only reads too. Raises TooManyTries."""
    db.session.rollback()
    reputation_of(current_app).note_failure(network, time.monotonic())
    with writing():
        security_log.note("wrong secret")
        attempts.begin(AttemptKind.SECRET, network=network, now=now)
        db.session.commit()


def too_many_guesses(many: attempts.TooManyTries, now: datetime) -> Response:
    """429: a page that says when links and codes are looked at again."""
    message = _("Many links or codes that do not work came from your network.")
    return later_page("errors/error.html", many.until - now, code=429, title=_("Too many tries"), message=message)
