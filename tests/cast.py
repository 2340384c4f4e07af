"""The people every test knows: Aki organises the circle, Botan takes part, Chika is outside of it."""

import contextvars
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from studyhub.circles.models import Circle, CircleKind, Visibility
from studyhub.db import db
from studyhub.features import FEATURES
from studyhub.meetings.changing import creating
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.people.models import Device, User
from studyhub.settings.models import Organization
from studyhub.teams.models import Membership, Team
from tests import resetting

# 12:00 in Tokyo.
# What each feature has of people.
OF_PEOPLE = tuple(feature.of_people for feature in FEATURES)
NOON = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"  # noqa: S105 -- a password of nobody
CSRF = "0" * 40
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Browser(FlaskClient):
    """A browser that sends the CSRF token by itself. Each request has a context of its own, as on a server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Commit what the test has set up, send the request, and let the test see what it changed."""
        db.session.commit()
        headers = dict(kwargs.pop("headers", None) or {})
        if kwargs.pop("csrf", True):
            token = URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(CSRF)
            headers.setdefault("X-CSRFToken", str(token))
        answer = contextvars.Context().run(super().open, *args, headers=headers, **kwargs)
        db.session.expire_all()
        return answer


# What the first Cast of a database wrote: making it by the rules takes many times as long as putting its rows back.
SMALL_ORGANISATION = "small_organisation"


@dataclass
class Cast:
    """A small organisation with one circle, "sre", of four weekly meetings from the day after NOON on."""

    app: Flask
    aki: User = field(init=False)
    botan: User = field(init=False)
    chika: User = field(init=False)
    editor: User = field(init=False)
    admin: User = field(init=False)
    team: Team = field(init=False)
    circle: Circle = field(init=False)
    meeting: Meeting = field(init=False)
    meetings: list[Meeting] = field(init=False)

    def __post_init__(self) -> None:
        if resetting.is_kept(SMALL_ORGANISATION):
            resetting.put_back(SMALL_ORGANISATION)
        else:
            self._make()
            resetting.keep(SMALL_ORGANISATION)
        names = {user.name: user for user in db.session.scalars(db.select(User))}
        self.aki, self.botan, self.chika = names["Aki"], names["Botan"], names["Chika"]
        self.editor, self.admin = names["Emi"], names["Ado"]
        self.team = db.session.scalars(db.select(Team)).one()
        self.circle = db.session.scalars(db.select(Circle)).one()
        self.meetings = list(db.session.scalars(db.select(Meeting).order_by(Meeting.starts_at)))
        self.meeting = self.meetings[0]
        db.session.commit()

    def _make(self) -> None:
        db.session.add(Organization(id=1, name="Example", created_at=NOON))
        aki, botan, _ = (self.person(name) for name in ("Aki", "Botan", "Chika"))
        self.person("Emi", is_editor=True)
        self.person("Ado", is_admin=True)
        team = Team(slug="minne", name="minne")
        db.session.add(team)
        db.session.flush()
        for user in (aki, botan):
            db.session.add(Membership(team_id=team.id, user_id=user.id, is_primary=True))
        joining.join(self.new_circle(aki), botan, now=NOON)
        db.session.commit()

    def person(self, name: str, **fields: Any) -> User:
        """One more member."""
        user = User(email=f"{name.lower()}@example.com", name=name, created_at=NOON, confirmed_at=NOON, **fields)
        db.session.add(user)
        db.session.flush()
        return user

    def people(self, count: int) -> list[User]:
        """That many more members."""
        return [self.person(f"Person{secrets.token_hex(4)}") for _ in range(count)]

    def new_circle(
        self,
        organizer: User,
        *,
        title: str = "SRE",
        visibility: Visibility = Visibility.INSIDE,
        capacity: int | None = None,
        meetings: int = 4,
    ) -> Circle:
        """A reading circle with a chapter for each of its weekly meetings at 19:00 in Tokyo."""
        starts = [NOON + timedelta(days=1 + 7 * week, hours=7) for week in range(meetings)]
        new = creating.NewCircle(
            title=title,
            kind=CircleKind.READING,
            key=secrets.token_hex(8),
            visibility=visibility,
            capacity=capacity,
            every_weeks=1,
            book=creating.NewBook(f"{title} book"),
            chapters=[creating.NewChapter(f"Chapter {n}", str(n), pages=20) for n in range(1, meetings + 1)],
            meetings=[
                creating.NewMeeting(start, start + timedelta(minutes=90), chapters=(index,))
                for index, start in enumerate(starts)
            ],
        )
        return creating.create(new, by=organizer, now=NOON)

    def browser(self, user: User | None = None) -> Browser:
        """A browser on which this person is signed in; None is a visitor's."""
        client = self.app.test_client()
        assert isinstance(client, Browser)
        key = self._device(user) if user else None
        with contextvars.Context().run(client.session_transaction) as session:
            session["csrf_token"] = CSRF
            if key:
                session["_user_id"] = key
        return client

    def _device(self, user: User) -> str:
        key = secrets.token_urlsafe(16)
        later = NOON + timedelta(days=365)
        # However far a test moves the clock, the person stays signed in and has just given their password.
        times = {"created_at": NOON, "last_seen_at": later, "confirmed_at": later, "expires_at": later}
        db.session.add(Device(key=key, user_id=user.id, **times))
        db.session.commit()
        return key


@contextmanager
def query_count(expected: int) -> Iterator[Sequence[str]]:
    """Fail unless exactly that many statements reach the database in here (BEGIN and pragmas apart)."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(statements) == expected, "\n".join(statements)
