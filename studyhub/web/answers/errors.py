"""Every error as a page that says what happened and what to do next."""

import sqlite3
from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from studyhub import logs
from studyhub.db import db
from studyhub.outages.kinds import outage_of
from studyhub.web.answers.bare import bare_page
from studyhub.web.guards import access, carrying, hosts, security_log
from studyhub.web.guards.guessing import LinkOver
from studyhub.web.pages.addresses import is_ours
from studyhub.words.saying import gettext

RETRY = timedelta(seconds=5)


def _words(code: int) -> tuple[str, str]:
    """The title and the sentence for a status code."""
    words = {
        400: (gettext("That did not work"), gettext("The request could not be read. Please go back and try again.")),
        403: (gettext("Not yours to change"), gettext("You may see this, but changing it is for others.")),
        404: (gettext("Nothing here"), gettext("The page does not exist, or it is not open to you.")),
        405: (gettext("That did not work"), gettext("This address does not take that kind of request.")),
        410: (gettext("No longer here"), gettext("This was published once and has been withdrawn.")),
        413: (gettext("Too large"), gettext("What was sent is larger than we take. Please make it smaller.")),
        429: (gettext("Too many tries"), gettext("Please wait a little before trying again.")),
        500: (gettext("Our mistake"), gettext("Something broke on our side. Nothing was changed. Please try again.")),
        503: (gettext("One moment"), gettext("Too much is going on right now. Please try again in a few seconds.")),
    }
    return words.get(code, words[400] if code < 500 else words[500])


def error_page(code: int) -> Response:
    """The page for a status code; a bare one while the database is away."""
    return _page(code, *_words(code))


def _page(code: int, title: str, message: str, **more: Any) -> Response:
    template = "errors/404.html" if code == 404 else "errors/error.html"
    try:
        return make_response(render_template(template, code=code, title=title, message=message, **more), code)
    except Exception as error:
        # After a crash nothing may go wrong again: the answer would be without words and headers.
        if outage_of(error) is None and code != 500:
            raise
        db.session.rollback()
        return bare_page("errors/bare.html", code, code=code, title=title, message=message)


def _link_over_page() -> Response:
    """What a link of a mail says when it is over: signing in leads home, for the link itself leads nowhere again."""
    title = gettext("This link has ended")
    message = gettext("Its time is past, or what it was for has changed since. StudyHub shows how things stand.")
    return _page(404, title, message, next_url="/")


def _on_http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    db.session.rollback()
    if isinstance(error, SecurityError):
        return hosts.refusal()
    if error.code in {403, 404} and "person_id" in g and request.url_rule is not None:
        security_log.note("refused", status=error.code, ids=logs.ids() or None)
    page = _link_over_page() if isinstance(error, LinkOver) else error_page(error.code)
    if error.code == 405:
        page.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or [])
    if error.code == 503:
        page.headers["Retry-After"] = str(RETRY.seconds)
    return page


def _on_csrf(_error: CSRFError) -> Response:
    db.session.rollback()
    page = _csrf_page()
    # Now it is known whose it was.
    security_log.note("form without a valid token", is_of_another_site=carrying.is_of_another_site())
    return page


def _csrf_page() -> Response:
    if carrying.is_of_another_site():
        return error_page(400)
    try:
        if access.must_sign_in():
            # The token went with the session: signing in is what helps.
            return carrying.sign_in_page(400)
        if carrying.is_with_password():
            return carrying.type_again_page(400)
        return carrying.resend_page(carrying.from_request(), 400)
    except (SQLAlchemyError, sqlite3.Error) as error:
        return _on_database(error)


def _on_database(error: SQLAlchemyError | sqlite3.Error) -> Response:
    if outage_of(error) is None:
        # Our mistake, then: logged and answered as any other.
        raise error
    return _outage_page(error)


def _outage_page(error: BaseException) -> Response:
    """503, in the browser's language; a form stands in it with what was typed, to be sent again by one press."""
    db.session.rollback()
    logs.because(f"{outage_of(error)}: {logs.in_one_line(error)}")
    carried = carrying.to_resend()
    again = request.full_path.rstrip("?") if request.method == "GET" else None
    again = again if again and is_ours(again) else None
    return bare_page("errors/outage.html", 503, retry_after=RETRY, carried=carried, again=again)


def _on_crash(error: InternalServerError) -> Response:
    if outage_of(error.original_exception) is not None:
        return _outage_page(error.original_exception or error)
    db.session.rollback()
    return error_page(500)


def init_app(app: Flask) -> None:
    """Answer errors with pages."""
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(SQLAlchemyError, _on_database)
    app.register_error_handler(sqlite3.Error, _on_database)
    app.register_error_handler(500, _on_crash)
