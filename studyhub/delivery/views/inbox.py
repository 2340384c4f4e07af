"""A person's notices, what they want to hear of, and the way out that stands in each mail."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from studyhub import clock
from studyhub.db import LARGEST_ID, db
from studyhub.delivery import inbox, preferences, queries
from studyhub.delivery.forms import PreferencesForm, box
from studyhub.delivery.mailing import unsubscribing
from studyhub.delivery.models import Channel, InboxItem
from studyhub.delivery.texts import Kind, Message, kinds_of
from studyhub.people.models import User
from studyhub.reminders import stopping
from studyhub.web.guards.access import login_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.web.pages.mail import mail_state
from studyhub.words.saying import gettext as _

bp = Blueprint("delivery", __name__)

PAGE_ITEMS = 50


@dataclass(frozen=True)
class Notice:
    """One line of the inbox."""

    item: InboxItem
    message: Message


@dataclass(frozen=True)
class PreferenceRow:
    """One kind on the page of preferences: the names of its boxes and whether they are ticked."""

    label: str
    boxes: list[tuple[str, bool]]


@bp.get("/inbox/")
@login_required
def index() -> ResponseReturnValue:
    """The newest notices, or those older than one."""
    older_than = row_id(request.args.get("before"))
    found = list(db.session.scalars(queries.inbox_of(current_user(), older_than).limit(PAGE_ITEMS + 1)))
    shown = found[:PAGE_ITEMS]
    return render_template(
        "delivery/index.html",
        notices=[notice for item in shown if (notice := _notice(item))],
        newest_id=shown[0].id if shown else None,
        is_first=older_than is None,
        next_url=url_for(".index", before=shown[-1].id) if len(found) > PAGE_ITEMS else None,
    )


@bp.post("/inbox/read")
@login_required
def update_all() -> ResponseReturnValue:
    """Mark what the page showed as read: what arrived since then stays unread."""
    newest = request.form.get("up_to", LARGEST_ID, type=int)
    inbox.mark_all_read(current_user(), up_to_id=min(max(newest, 0), LARGEST_ID), now=clock.now())
    db.session.commit()
    return redirect(url_for(".index"), 303)


@bp.post("/inbox/<id:item_id>/read")
@login_required
def update(item_id: int) -> ResponseReturnValue:
    """Mark one notice as read."""
    inbox.mark_read(_own_item(item_id), now=clock.now())
    db.session.commit()
    return redirect(url_for(".index"), 303)


@bp.post("/inbox/<id:item_id>/open")
@login_required
def create_opening(item_id: int) -> ResponseReturnValue:
    """Mark one notice as read and go where it leads."""
    item = _own_item(item_id)
    inbox.mark_read(item, now=clock.now())
    notice = _notice(item)
    db.session.commit()
    return redirect((notice.message.url_path if notice else None) or url_for(".index"), 303)


@bp.get("/profile/messages/")
@login_required
def edit_preferences() -> ResponseReturnValue:
    """Which kinds reach one, and how."""
    return _preferences_page(preferences.turned_off(current_user(), _optional_kinds()), 200)


@bp.post("/profile/messages/")
@login_required
def update_preferences() -> ResponseReturnValue:
    """Keep all choices of the page."""
    form = PreferencesForm(_optional_kinds())
    if not form.validate_on_submit():
        return _preferences_page({pair for pair, is_wanted in form.choices().items() if not is_wanted}, 422)
    preferences.choose(current_user(), form.choices())
    db.session.commit()
    flash(_("Your choices are saved."), "success")
    return redirect(url_for(".edit_preferences"), 303)


@bp.get("/unsubscribe/<token>")
def show_unsubscription(token: str) -> ResponseReturnValue:
    """Ask before mail of a kind is turned off, for programs open every link of a mail; or say that it is off."""
    user, kind_name, kind = _unsubscription(token)
    off = preferences.unwanted(kind_name, [user.id], is_asked_for=kind.is_asked_for)
    is_off = (user.id, Channel.MAIL) in off
    return render_template("delivery/unsubscribe.html", label=str(kind.label), is_off=is_off, token=token)


@bp.post("/unsubscribe/<token>")
def create_unsubscription(token: str) -> ResponseReturnValue:
    """Turn mail of a kind off. The token alone says for whom: no cookie is read (RFC 8058)."""
    user, kind_name, _kind = _unsubscription(token)
    preferences.choose(user, {(kind_name, Channel.MAIL): False})
    db.session.commit()
    if request.form.get("List-Unsubscribe") == "One-Click":
        # A mail program follows no redirects.
        return "", 200
    return redirect(url_for(".show_unsubscription", token=token), 303)


@bp.record_once
def _let_mail_programs_unsubscribe(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(create_unsubscription)


def _own_item(item_id: int) -> InboxItem:
    item: InboxItem = db.one_or_404(queries.inbox_of(current_user()).where(InboxItem.id == item_id))
    return item


def _notice(item: InboxItem) -> Notice | None:
    """The item in the reader's words; None for a kind that is no longer known."""
    kind = kinds_of(current_app).get(item.kind)
    return Notice(item, kind.render(item.payload, str(get_locale()))) if kind else None


def _unsubscription(token: str) -> tuple[User, str, Kind]:
    found = unsubscribing.read(current_app.config["STUDYHUB_SETTINGS"].keys, token)
    kind = _optional_kinds().get(found.kind) if found else None
    user = db.session.get(User, found.user_id) if found else None
    if found is None or kind is None or user is None:
        abort(404)
    return user, found.kind, kind


def _optional_kinds() -> dict[str, Kind]:
    return {name: kind for name, kind in kinds_of(current_app).items() if kind.can_be_turned_off}


def _preferences_page(turned_off: set[tuple[str, Channel]], status: int) -> ResponseReturnValue:
    groups: dict[str, list[PreferenceRow]] = {}
    for name, kind in _optional_kinds().items():
        groups.setdefault(str(kind.group), []).append(_preference_row(name, kind, turned_off))
    circles = stopping.choices(current_user())
    page = render_template("delivery/preferences.html", groups=groups.items(), circles=circles, mail_state=mail_state())
    return page, status


def _preference_row(name: str, kind: Kind, turned_off: set[tuple[str, Channel]]) -> PreferenceRow:
    boxes = [(box(name, channel), (name, channel) not in turned_off) for channel in Channel]
    return PreferenceRow(str(kind.label), boxes)
