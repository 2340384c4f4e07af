"""What a circle's webhook has to tell a chat, in the model: by the first line of each post."""

from datetime import datetime, timedelta

from tests.term import words
from tests.term.model import Session, Term
from tests.term.worker_model import DAY_FROM, DAY_TO, LATEST, QUIET_FROM, QUIET_TO, moments

WANTED_FROM, WANTED_UNTIL = timedelta(days=14), timedelta(days=1)
KNOWN_WITHIN, SETTLED_AFTER, STILL_KNOWN = timedelta(days=2), timedelta(minutes=1), timedelta(hours=1)


class Chat:
    """`posts` are told once the circle has a webhook; `known` is what those who read them reckon with."""

    def __init__(self) -> None:
        self.posts: list[str] = []
        self.told: set[tuple[object, ...]] = set()
        self.known: dict[int, tuple[datetime, str]] = {}

    def look(self, term: Term, now: datetime) -> None:
        """What a worker tells at this moment."""
        for session in term.in_time() if term.has_webhook else []:
            self._day_before(term, session, now)
            self._wanted(term, session, now)
            self._note(term, session, now)
            self._change(term, session, now)

    def _tell(self, key: tuple[object, ...], line: str) -> None:
        if key not in self.told:
            self.told.add(key)
            self.posts.append(line)

    def _day_before(self, term: Term, session: Session, now: datetime) -> None:
        is_due = moments(session)["day_before"] <= now < session.starts_at - LATEST["day_before"]
        if session.state == "scheduled" and is_due and QUIET_TO <= now.time() < QUIET_FROM:
            self._tell(("day", session.plan, session.starts_at), _session(term, session, now))

    def _wanted(self, term: Term, session: Session, now: datetime) -> None:
        """Those of a session are told in one post, and each once."""
        is_soon = now + WANTED_UNTIL < session.starts_at <= now + WANTED_FROM
        if session.state != "scheduled" or not is_soon or not DAY_FROM <= now.time() < DAY_TO:
            return
        wanted = {("wanted", session.plan, one) for one in session.chapters if term.chapters[one].is_wanted}
        if wanted - self.told:
            self.posts.append(_session(term, session, now))
        self.told |= wanted

    def _note(self, term: Term, session: Session, now: datetime) -> None:
        if session.note == "shared":
            which, day = words.session(term.number(session)), words.day(session.starts_at, now)
            self._tell(("note", session.plan), f"{which}（{day}）のノートが読めるようになりました。")

    def _change(self, term: Term, session: Session, now: datetime) -> None:
        """Of what is known a change is told of once it has stood for a minute."""
        is_now, was = (session.starts_at, session.state), self.known.get(session.plan)
        if was and was != is_now and session.changed_at and session.changed_at <= now - SETTLED_AFTER:
            self.known[session.plan] = is_now
            if was[0] > now - STILL_KNOWN:
                self.posts.append(_news(session, now))
        if session.starts_at <= now - STILL_KNOWN:
            self.known.pop(session.plan, None)
        elif session.state == "scheduled" and now < session.starts_at <= now + KNOWN_WITHIN:
            self.known.setdefault(session.plan, is_now)


def _session(term: Term, session: Session, now: datetime) -> str:
    return f"{_when(session, now)} {words.session(term.number(session))}"


def _when(session: Session, now: datetime) -> str:
    days = (session.starts_at.date() - now.date()).days
    soon = {0: "今日 ", 1: "明日 "}.get(days, "")
    return f"{soon}{words.day(session.starts_at, now)} {words.hours(session.starts_at)}"


def _news(session: Session, now: datetime) -> str:
    """Of what this term changes so shortly before, a session that is called off."""
    assert session.state == "cancelled"
    return f"{_when(session, now)} の {words.session(session.called_off_number)}は中止になりました。"
