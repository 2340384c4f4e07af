"""Feeds for programs, and the page that explains them to people."""

from dataclasses import replace
from typing import Any

from flask import Response, abort, current_app, render_template, request, url_for
from flask_babel import force_locale

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.notes import tag_queries
from studyhub.notes.queries import Scope
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.models import User
from studyhub.publishing import feeds
from studyhub.publishing.cursors import Cursor, UnreadableCursor
from studyhub.publishing.feed_writer import ATOM_TYPE, RSS_TYPE
from studyhub.publishing.feeds import Channel, Format
from studyhub.publishing.files import File
from studyhub.publishing.json_feed import JSON_TYPE
from studyhub.publishing.views.blueprint import bp
from studyhub.settings import organization
from studyhub.text.cleaning import folded
from studyhub.web.answers.file_answers import private_answer, public_answer
from studyhub.web.pages.addresses import public_root
from studyhub.words.saying import gettext as _

FORMATS = "<any(rss, atom, json):form>"
CONTENT_TYPES = {
    Format.RSS: f"{RSS_TYPE}; charset=utf-8",
    Format.ATOM: f"{ATOM_TYPE}; charset=utf-8",
    Format.JSON: JSON_TYPE,
}


@bp.get("/feeds/")
def index() -> str:
    """What feeds are, and where each is."""
    public = list(db.session.scalars(circles.visible_to(None).order_by(Circle.title, Circle.id)))
    return render_template("feeds/index.html", circles=public, root=public_root())


@bp.get(f"/feeds/notes.{FORMATS}", provide_automatic_options=False)
def show_notes(form: str) -> Response:
    """Everything published outside."""
    organized = organization.current()
    with force_locale(organized.language):
        channel = _channel("/feeds/notes", Scope(), home_path="/notes/")
        named = replace(
            channel,
            title=_("%(organization)s: notes", organization=organized.name),
            description=_("What was learned in reading circles and study sessions, as far as it is published."),
        )
    return _public(named, Format(form))


@bp.get(f"/circles/<slug>/notes.{FORMATS}", provide_automatic_options=False)
def show_circle_notes(slug: str, form: str) -> Response:
    """What a public circle published outside; of any other circle there is no such address, whoever asks."""
    circle = public_circle(slug)
    with force_locale(organization.current().language):
        channel = _channel(f"/circles/{slug}/notes", Scope(circle_id=circle.id), home_path=f"/circles/{slug}/")
        named = replace(
            channel,
            title=_("%(circle)s: notes", circle=circle.title),
            description=_("What was learned in “%(circle)s”, as far as it is published.", circle=circle.title),
            began=circle.created_at,
        )
    return _public(named, Format(form))


def public_circle(slug: str) -> Circle:
    """The public circle of that name; 404 otherwise."""
    is_plain = slug.isascii() and slug.isprintable()
    found = db.session.scalar(circles.visible_to(None).where(Circle.slug == slug)) if is_plain else None
    return found or abort(404)


@bp.get(f"/tags/<path:tag>/notes.{FORMATS}", provide_automatic_options=False)
def show_tag_notes(tag: str, form: str) -> Response:
    """What was published with a tag; 404 for one that never left, whoever asks."""
    key = folded(tag)
    name = tag_queries.name_outside(key) or abort(404)
    home_path = url_for("search.show_tag", tag=key)
    with force_locale(organization.current().language):
        channel = _channel(f"{home_path}notes", Scope(tag_key=key), home_path=home_path)
        named = replace(
            channel,
            title=_("%(organization)s: notes on %(tag)s", organization=organization.current().name, tag=name),
            description=_("Notes with the tag “%(tag)s”, as far as they are published.", tag=name),
        )
    return _public(named, Format(form))


@bp.get(f"/my/<token>/notes.{FORMATS}", provide_automatic_options=False)
def show_my_notes(token: str, form: str) -> Response:
    """Everything shared inside that the owner of the address may see."""
    user = address_owner(token, Purpose.FEED)
    kept_as = addresses.stand_in(user, key=_key())
    with force_locale(user.language or organization.current().language):
        channel = _channel(f"/my/{kept_as}/notes", Scope(), home_path="/notes/")
        named = replace(
            channel,
            reader=user,
            key_path=f"/my/{user.id}/notes",
            title=_("%(organization)s: notes shared inside", organization=organization.current().name),
            description=_("Notes shared inside that %(name)s may read.", name=user.name),
            language=user.language or channel.language,
            cut_words=_("Internal parts are left out here; you find them on the page."),
        )
    return _private(named, Format(form), kept_as, token)


def _channel(path: str, scope: Scope, *, home_path: str) -> Channel:
    organized = organization.current()
    return Channel(
        reader=None,
        scope=scope,
        root=public_root(),
        path=path,
        key_path=path,
        home_path=home_path,
        title="",
        description="",
        author=organized.name,
        language=organized.language,
        began=organized.created_at,
        cut_words="",
    )


def _key() -> str:
    return str(current_app.secret_key)


def address_owner(token: str, purpose: Purpose) -> User:
    """Whose private address it is; 404 when it is nobody's, whatever the reason."""
    return addresses.owner(token, purpose, keys=current_app.config["STUDYHUB_SETTINGS"].keys) or abort(404)


def _public(channel: Channel, form: Format) -> Response:
    file = _file(channel, form)
    return public_answer(file.body, etag=file.etag, changed_at=file.changed_at, content_type=CONTENT_TYPES[form])


def _private(channel: Channel, form: Format, kept_as: str, token: str) -> Response:
    kept = _file(channel, form)
    file = File(kept.body.replace(kept_as.encode(), token.encode()), kept.changed_at)
    return private_answer(file.body, etag=file.etag, changed_at=file.changed_at, content_type=CONTENT_TYPES[form])


def _file(channel: Channel, form: Format) -> File:
    items = organization.current().feed_items
    before: Any = request.args.get("before")
    if before is None:
        return feeds.newest(channel, form, items=items)
    try:
        return feeds.older(channel, form, Cursor.read(before), items=items)
    except UnreadableCursor:
        abort(404)
