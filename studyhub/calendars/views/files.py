"""Calendars for programs to subscribe to, and one meeting's file."""

from datetime import datetime

from flask import Response, abort, current_app
from flask_babel import force_locale

from studyhub import clock
from studyhub.calendars import circle_addresses, subscriptions
from studyhub.calendars.subscriptions import OfPerson, Subscription, subscription
from studyhub.calendars.views.blueprint import bp
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.duty import events as duties
from studyhub.handing_in import features_of
from studyhub.meetings import queries as meetings
from studyhub.meetings.calendar import events, places
from studyhub.meetings.models import Meeting
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.readers import is_member
from studyhub.publishing import files
from studyhub.publishing.blogs.archive import content_disposition
from studyhub.publishing.files import File
from studyhub.settings import organization
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.text.calendar_files import CALENDAR_TYPE, KEPT, write_calendar, write_event
from studyhub.text.cleaning import clean_line
from studyhub.web.answers.file_answers import private_answer, public_answer
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages.addresses import public_root
from studyhub.words.saying import gettext as _

CONTENT_TYPE = f"{CALENDAR_TYPE}; charset=utf-8"


@bp.get("/calendar.ics", provide_automatic_options=False)
def show() -> Response:
    """All meetings of public circles."""
    organized = organization.current()
    with force_locale(organized.language):
        name = _("%(organization)s: sessions", organization=organized.name)
        return _public("/calendar.ics", name, f"{public_root()}/circles/", None, began=organized.created_at)


@bp.get("/circles/<slug>/calendar.ics", provide_automatic_options=False)
def show_circle(slug: str) -> Response:
    """The meetings of a public circle; of any other circle there is no such address, whoever asks."""
    is_plain = slug.isascii() and slug.isprintable()
    found = db.session.scalar(circles.visible_to(None).where(Circle.slug == slug)) if is_plain else None
    circle: Circle = found or abort(404)
    with force_locale(organization.current().language):
        page = f"/circles/{slug}/"
        return _public(f"{page}calendar.ics", circle.title, f"{public_root()}{page}", circle, began=circle.created_at)


@bp.get("/my/<token>/calendar.ics", provide_automatic_options=False)
def show_mine(token: str) -> Response:
    """The meetings the owner of the address goes to or waits for; 404 when it is nobody's, whatever the reason."""
    user = addresses.owner(token, Purpose.CALENDAR, keys=current_app.config["STUDYHUB_SETTINGS"].keys) or abort(404)
    organized = organization.current()
    with force_locale(user.language or organized.language):
        name = _("%(organization)s: my sessions", organization=organized.name)
        mine = subscriptions.of_person(user, _parts(), public_root(), now=clock.now())
        wanted = subscription(name, f"{public_root()}/", mine, began=user.created_at)
    file = _kept(f"/my/{user.id}/calendar.ics", wanted)
    return private_answer(file.body, etag=file.etag, changed_at=file.changed_at, content_type=CONTENT_TYPE)


@bp.get("/my/<token>/circle.ics", provide_automatic_options=False)
def show_my_circle(token: str) -> Response:
    """All meetings of a circle for the owner of the address, who takes part in it; 404 when it is nobody's."""
    mine = circle_addresses.found(token, keys=current_app.config["STUDYHUB_SETTINGS"].keys) or abort(404)
    circle = mine.circle
    with force_locale(mine.user.language or organization.current().language):
        shown = events.inside(circle, public_root(), since=clock.now() - KEPT)
        wanted = subscription(circle.title, f"{public_root()}/circles/{circle.slug}/", shown, began=circle.created_at)
    file = _kept(f"/my/circle-{mine.id}/circle.ics", wanted)
    return private_answer(file.body, etag=file.etag, changed_at=file.changed_at, content_type=CONTENT_TYPE)


@bp.get("/my/<token>/oncall.ics", provide_automatic_options=False)
def show_duty(token: str) -> Response:
    """Everybody's shifts, for the owner of the address of their own calendar; 404 when it is nobody's."""
    return _duty(token, "oncall", None)


@bp.get("/my/<token>/teams/<slug>/oncall.ics", provide_automatic_options=False)
def show_team_duty(token: str, slug: str) -> Response:
    """The shifts of the people of a team, at the same kind of address."""
    team = db.session.scalar(teams.teams().where(Team.slug == clean_line(slug))) or abort(404)
    return _duty(token, f"oncall-{team.id}", team)


def _duty(token: str, file_name: str, team: Team | None) -> Response:
    user = addresses.owner(token, Purpose.CALENDAR, keys=current_app.config["STUDYHUB_SETTINGS"].keys) or abort(404)
    organized, now = organization.current(), clock.now()
    with force_locale(user.language or organized.language):
        name = _("%(organization)s: on call", organization=team.name if team else organized.name)
        shown = duties.of_team(team, public_root(), now) if team else duties.of_all(public_root(), now)
        wanted = subscription(name, f"{public_root()}/oncall/", shown, began=organized.created_at)
        language = user.language or organized.language
    file = _kept(f"/my/{language}/{file_name}.ics", wanted)
    return private_answer(file.body, etag=file.etag, changed_at=file.changed_at, content_type=CONTENT_TYPE)


@bp.get("/meetings/<id:meeting_id>/calendar.ics", provide_automatic_options=False)
def show_meeting(meeting_id: int) -> Response:
    """One meeting's file, for whoever may open its page; where it is only members learn."""
    user = current_user_or_none()
    meeting: Meeting = meetings.visible(user, meeting_id) or abort(404)
    with force_locale((user.language if user else None) or organization.current().language):
        event = events.of_meeting(meeting, public_root(), is_inside=is_member(user))
    file = File(write_event(event), meeting.updated_at)
    answer = private_answer(file.body, etag=file.etag, changed_at=file.changed_at, content_type=CONTENT_TYPE)
    answer.headers["Content-Disposition"] = content_disposition(f"studyhub-{meeting.id}.ics")
    return answer


def _parts() -> list[OfPerson]:
    return [feature.calendar for feature in features_of(current_app) if feature.calendar]


def _public(path: str, name: str, url: str, circle: Circle | None, *, began: datetime) -> Response:
    """The sessions of a public circle, or of all of them; read only where they are not what they were."""
    root, since = public_root(), clock.now() - KEPT

    def write() -> File:
        shown = events.of_circle(circle, root, since=since) if circle else events.public(root, since=since)
        wanted = subscription(name, url, shown, began=began)
        return File(write_calendar(wanted.calendar, is_for_all=True), wanted.changed_at)

    facts = organization.current().language, name, url, places.public_facts(circle, since=since)
    file = files.current(root + path, facts, write)
    return public_answer(file.body, etag=file.etag, changed_at=file.changed_at, content_type=CONTENT_TYPE)


def _kept(path: str, wanted: Subscription) -> File:
    calendar = wanted.calendar
    key = public_root() + path
    return files.current(key, calendar, lambda: File(write_calendar(calendar), wanted.changed_at))
