"""Bringing in the forty people of people.csv with their teams, roles and habits, and the closed days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from studyhub.accounts import members, setup
from studyhub.db import db
from studyhub.delivery import preferences
from studyhub.delivery.models import Channel
from studyhub.delivery.texts import Kind
from studyhub.demo.stage import EXAMPLE, Stage
from studyhub.people import queries
from studyhub.people.models import OutsideName, User
from studyhub.people.rosters import roster
from studyhub.settings import closed_days, organization
from studyhub.teams import enrolment, memberships
from studyhub.teams.models import Team

DATA = Path(__file__).parent / "data"
ADMIN_EMAIL = f"admin{EXAMPLE}"
ADMIN_NAME = "小野寺 環"
ADMIN_KANA = "おのでら たまき"
ORGANIZATION_NAME = "StudyHub デモ"
SINCE = timedelta(days=400)

EDITORS = ("minase.aoi", "iizuka.maho")
LEADS = {
    "minne": "otsuki.haruka",
    "SUZURI": "kuga.naoki",
    "EC": "togashi.ryo",
    "ホスティング": "akamatsu.koji",
    "データ基盤": "aizawa.toru",
    "プラットフォーム": "katagiri.shuji",
}
ALSO_IN = {"igarashi.riku": "データ基盤", "lan.nguyen": "プラットフォーム"}
NAMED_OUTSIDE = ("hayakawa.hiyori", "igarashi.riku", "chiba.satsuki", "kamiya.kaede", "numata.yuzuki")
PEN_NAMES = {"shinozuka.ren": "れん", "toda.chihiro": "ちひろ丸", "anjali.rao": "anj"}
ENGLISH = ("lucas.fontaine", "anjali.rao", "oskar.lindqvist", "sarah.obrien")
ZONES = {"oskar.lindqvist": "Europe/Stockholm", "sarah.obrien": "Europe/Dublin"}


def populate(*, password_hash: str, kinds: Mapping[str, Kind], now: datetime) -> Stage:
    """The organisation and everybody in it, as if for more than a year. Does not commit.

    An administrator who is there already stays as they are and the only one: the demo's own is an editor then. Mail of
    all `kinds` is turned off for invented people: nobody reads it.
    """
    since = now - SINCE
    present = queries.first_administrator()
    admin = _administrator(password_hash, is_admin=present is None, since=since)
    people = _people(admin, password_hash, since=since)
    _give_roles(people, by=present or admin, since=since)
    _close_days(by=present or admin, now=now, since=since)
    unwanted = {(name, Channel.MAIL): False for name, kind in kinds.items() if kind.can_be_turned_off}
    for user in people.values():
        if user is not present:
            preferences.choose(user, unwanted)
    others = [present] if present is not None and present is not admin else []
    return Stage(now=now, people=people, administrators=[admin, *others])


def _administrator(password_hash: str, *, is_admin: bool, since: datetime) -> User:
    if not setup.is_set_up():
        setup.found_organization(
            ORGANIZATION_NAME, name=ADMIN_NAME, email=ADMIN_EMAIL, password_hash=password_hash, now=since
        )
    organization.current().is_demo = True
    admin = queries.by_email(ADMIN_EMAIL)
    if admin is None:
        admin = members.create(email=ADMIN_EMAIL, name=ADMIN_NAME, password_hash=password_hash, now=since)
        admin.is_admin, admin.is_editor = is_admin, True
    if admin.name == ADMIN_NAME:
        admin.kana = ADMIN_KANA
    return admin


def _people(admin: User, password_hash: str, *, since: datetime) -> dict[str, User]:
    read = roster.read_bytes((DATA / "people.csv").read_bytes())
    enrolment.enrol(read.people, by=admin, now=since)
    emails = [person.email for person in read.people]
    users = {user.email: user for user in db.session.scalars(select(User).where(User.email.in_(emails)))}
    for user in users.values():
        user.password_hash, user.confirmed_at = password_hash, since
    return {"admin": admin, **{email.removesuffix(EXAMPLE): users[email] for email in emails}}


def _give_roles(people: dict[str, User], *, by: User, since: datetime) -> None:
    for name in EDITORS:
        people[name].is_editor = True
    teams = {team.name: team for team in db.session.scalars(select(Team))}
    for team, name in LEADS.items():
        memberships.name_lead(teams[team], people[name], is_lead=True, by=by, now=since)
    for name, team in ALSO_IN.items():
        memberships.add_member(teams[team], people[name], by=by, now=since)
    for name in NAMED_OUTSIDE:
        people[name].outside_name = OutsideName.REAL
    for name, pen_name in PEN_NAMES.items():
        people[name].outside_name, people[name].pen_name = OutsideName.PEN, pen_name
    for name in ENGLISH:
        people[name].language = "en"
    for name, zone in ZONES.items():
        people[name].time_zone = zone


def _close_days(*, by: User, now: datetime, since: datetime) -> None:
    for year in range(now.year - 1, now.year + 2):
        turn = date(year, 12, 29), date(year + 1, 1, 3)
        summer = date(year, 8, 13), date(year, 8, 15)
        closed_days.add("年末年始", starts_on=turn[0], ends_on=turn[1], is_special=True, by=by, now=since)
        closed_days.add("夏季休業", starts_on=summer[0], ends_on=summer[1], is_special=False, by=by, now=since)
