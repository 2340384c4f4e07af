"""A circle's term in plain lists and dicts, by the rules of docs/rules.md: what every channel must agree with.

People are names; sessions and chapters are numbers, from 1, as they stood in the first plan.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SEATS = 4
LENGTH = timedelta(minutes=90)
CALLED_AHEAD, CALLED_UNTIL, A_DAY = timedelta(days=14), timedelta(hours=3), timedelta(hours=20)
CORRECTED = timedelta(days=14)


@dataclass
class Session:
    """`places` are who wants a seat, in order of signing up, each with when; the first four have one.

    `released` are whose place ended with the session; `came` is how many were there, once that is said.
    """

    plan: int
    starts_at: datetime
    chapters: list[int]
    state: str = "scheduled"
    places: dict[str, datetime] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    came: int | None = None
    note: str | None = None
    note_reminded: bool = False
    called_off_number: int | None = None
    changed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + LENGTH

    @property
    def next_morning(self) -> datetime:
        return (self.ends_at + timedelta(days=1)).replace(hour=10, minute=0)

    @property
    def seated(self) -> list[str]:
        return list(self.places)[:SEATS]

    @property
    def waiting(self) -> list[str]:
        return list(self.places)[SEATS:]

    def is_open(self, now: datetime) -> bool:
        return self.state != "cancelled" and now < self.starts_at


@dataclass
class Chapter:
    """Who presents it, since when; `out` are those who had it and whom nobody asks again."""

    title: str
    presenter: str | None = None
    state: str = "open"
    since: datetime | None = None
    out: set[str] = field(default_factory=set)

    @property
    def is_wanted(self) -> bool:
        return self.state in ("open", "cover wanted")


@dataclass(frozen=True)
class Told:
    """Something somebody is told: of which session, which chapters, and of whom or what besides."""

    to: str
    kind: str
    starts_at: datetime | None = None
    number: int | None = None
    titles: tuple[str, ...] = ()
    about: str = ""


class Term:
    """`told` is what waits for a worker; `delivered` is what was sent, and when."""

    def __init__(self, starts: Iterable[datetime], titles: Iterable[str]) -> None:
        self.sessions = [Session(number, at, [number]) for number, at in enumerate(starts, start=1)]
        self.chapters = {number: Chapter(title) for number, title in enumerate(titles, start=1)}
        self.roles: dict[str, str] = {}
        self.organizers: set[str] = set()
        self.is_over = False
        self.has_webhook = False
        self.told: list[Told] = []
        self.delivered: list[tuple[Told, datetime]] = []
        self.reminded: set[tuple[str, int, str, datetime]] = set()
        self.called: dict[tuple[int, int], datetime] = {}
        self.heard: dict[str, datetime] = {}
        self.knows: set[tuple[str, int, int]] = set()

    # What is so

    def session(self, plan: int) -> Session:
        return self.sessions[plan - 1]

    def in_time(self) -> list[Session]:
        return sorted(self.sessions, key=lambda one: one.starts_at)

    def number(self, session: Session) -> int | None:
        """第n回 runs over what is not called off, in order of time."""
        held = [one for one in self.in_time() if one.state != "cancelled"]
        return held.index(session) + 1 if session in held else None

    def read_in(self, chapter: int) -> Session:
        return next(one for one in self.sessions if chapter in one.chapters)

    def presents(self, person: str, session: Session) -> list[int]:
        return [one for one in session.chapters if self.chapters[one].presenter == person]

    def wanted(self, now: datetime) -> list[tuple[int, Session]]:
        """Chapters that want a presenter soon, in order of time."""
        soon = [one for one in self.in_time() if one.state == "scheduled" and now < one.starts_at < now + CALLED_AHEAD]
        return [(number, one) for one in soon for number in one.chapters if self.chapters[number].is_wanted]

    def can_take(self, person: str, chapter: int, session: Session) -> bool:
        one = self.chapters[chapter]
        is_in = self.roles.get(person) == "participant" and person in session.seated
        return is_in and person != one.presenter and person not in one.out

    # What people do: each takes who does it, and at which moment

    def join(self, who: str, role: str, *, now: datetime) -> None:
        self.roles[who] = role
        for one in self.sessions:
            if one.is_open(now):
                one.places.setdefault(who, now)

    def leave(self, who: str, *, now: datetime) -> None:
        del self.roles[who]
        self.organizers.discard(who)
        self._tell_promoted([(one, person) for one in self.in_time() for person in self._give_back(one, who, now)])
        if not self.organizers:
            self.tell("organizer_wanted", self.roles)

    def take_over(self, who: str, *, now: datetime) -> None:
        self.organizers.add(who)

    def be_absent(self, who: str, plan: int, *, now: datetime) -> None:
        session = self.session(plan)
        self._tell_promoted([(session, person) for person in self._give_back(session, who, now)])

    def _give_back(self, session: Session, who: str, now: datetime) -> list[str]:
        """Who has a seat there instead."""
        if not session.is_open(now):
            return []
        before = session.seated
        session.places.pop(who, None)
        return [one for one in session.seated if one not in before]

    def _tell_promoted(self, given: list[tuple[Session, str]]) -> None:
        """One message a person, of however many sessions."""
        for person in dict.fromkeys(person for _session, person in given):
            theirs = [session for session, who in given if who == person]
            kind, about = ("promoted", "") if len(theirs) == 1 else ("promoted in several", str(len(theirs)))
            self.tell(kind, [person], theirs[0], about=about)

    def claim(self, who: str, chapter: int, *, now: datetime) -> None:
        """Take what is open, or what somebody wants cover for: that person is free, and told."""
        one = self.chapters[chapter]
        freed = {one.presenter} if one.state == "cover wanted" and one.presenter else set()
        one.out |= freed
        one.presenter, one.state, one.since = who, "accepted", now
        told = (self.organizers | freed) - {who}
        self.tell("assignment_taken", told, self.read_in(chapter), self.named(chapter), about=who)

    take_from_home = claim

    def want_cover(self, who: str, chapter: int, *, now: datetime) -> None:
        self.chapters[chapter].state = "cover wanted"
        told = self.organizers - {who}
        self.tell("cover_wanted", told, self.read_in(chapter), self.named(chapter))

    def cannot_present(self, who: str, chapter: int, *, now: datetime) -> None:
        """On the day: whoever organises decides."""
        self.chapters[chapter].state = "cover wanted"
        self.tell("cannot_present", self.organizers - {who}, self.read_in(chapter), self.named(chapter), about=who)

    def read_together(self, who: str, chapter: int, *, now: datetime) -> None:
        one, session = self.chapters[chapter], self.read_in(chapter)
        told = {*session.places, one.presenter or ""} - {who, ""}
        one.presenter, one.state = None, "read together"
        self.tell("plan_changed", told, session)

    def postpone(self, who: str, plan: int, *, now: datetime) -> None:
        session = self.session(plan)
        session.state, session.changed_at = "postponed", now
        self.tell("postponed", {*session.places} - {who}, session)

    def give_date(self, who: str, plan: int, starts_at: datetime, *, now: datetime) -> None:
        session = self.session(plan)
        session.starts_at, session.state, session.changed_at = starts_at, "scheduled", now
        self.tell("meeting_changed", {*session.places} - {who}, session)

    def cancel(self, who: str, plan: int, *, now: datetime) -> None:
        """Its chapters go to the next session, and those of later ones along; the last one has two."""
        session = self.session(plan)
        following = [one for one in self.in_time() if one.is_open(now) and one.starts_at > session.starts_at]
        moving = [*session.chapters, *(number for one in following[:-1] for number in one.chapters)]
        presenters = {self.chapters[number].presenter or "" for number in moving}
        self.tell("meeting_cancelled", {*session.places, *presenters} - {who, ""}, session)
        session.called_off_number, session.changed_at = self.number(session), now
        session.state, session.released, session.places = "cancelled", {*session.places}, {}
        carried, session.chapters = session.chapters, []
        for one in following[:-1]:
            carried, one.chapters = one.chapters, carried
        following[-1].chapters = [*carried, *following[-1].chapters]

    def write_note(self, who: str, plan: int, *, now: datetime) -> None:
        self.session(plan).note = "draft"

    def share_note(self, who: str, plan: int, *, now: datetime) -> None:
        session = self.session(plan)
        session.note = "shared"
        title = self.chapters[session.chapters[0]].title
        self.tell("note_shared", self.roles.keys() - {who}, session, about=title)

    def confirm(self, who: str, plan: int, *, now: datetime) -> None:
        self.session(plan).came = len(self.session(plan).seated)

    def add_webhook(self, who: str, *, now: datetime) -> None:
        self.has_webhook = True

    def finish(self, who: str, *, now: datetime) -> None:
        self.is_over = True

    def named(self, chapter: int) -> str:
        """As pages and notices name a chapter."""
        return f"{chapter}章 {self.chapters[chapter].title}"

    def tell(
        self, kind: str, people: Iterable[str], session: Session | None = None, *titles: str, about: str = ""
    ) -> None:
        number = self.number(session) if session else None
        starts_at = session.starts_at if session else None
        self.told += [Told(one, kind, starts_at, number, titles, about) for one in people]
