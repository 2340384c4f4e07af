"""What a worker has to do at a moment, in the model: who is told of what wants a presenter, and who is reminded."""

from datetime import datetime, time, timedelta

from tests.term.model import A_DAY, CALLED_UNTIL, Session, Term

DAY_FROM, DAY_TO = time(9), time(20)
QUIET_FROM, QUIET_TO = time(22), time(8)
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
# How long before the start it is too late for a reminder that nobody sent in time.
LATEST = {"week_before": timedelta(days=3), "day_before": timedelta(hours=2), "hour_before": timedelta(0)}
NOTE_AFTER, NOTE_UNTIL = timedelta(days=3), timedelta(days=7)


def work(term: Term, now: datetime) -> None:
    """One turn of a worker: everything that is due by now is sent."""
    if DAY_FROM <= now.time() < DAY_TO and not term.is_over:
        _call(term, now)
    if QUIET_TO <= now.time() < QUIET_FROM:
        for session in term.in_time():
            _remind(term, session, now)
            _remind_of_note(term, session, now)
    term.delivered += [(one, now) for one in term.told]
    term.told = []


def _call(term: Term, now: datetime) -> None:
    """Those who could take a chapter are told of it once, and of all that day's by one message."""
    told: dict[str, list[tuple[int, Session]]] = {}
    for chapter, session in term.wanted(now):
        key = chapter, session.plan
        if session.starts_at <= now + CALLED_UNTIL or now - term.called.get(key, now - 2 * A_DAY) < A_DAY:
            continue
        term.called[key] = now
        for person in term.roles:
            has_heard = now - term.heard.get(person, now - 2 * A_DAY) < A_DAY
            if term.can_take(person, chapter, session) and not has_heard and (person, *key) not in term.knows:
                told.setdefault(person, []).append((chapter, session))
                term.knows.add((person, *key))
    for person, wanted in told.items():
        term.heard[person] = now
        first = wanted[0][1]
        term.tell("chapters_wanted", [person], first, *(term.named(one) for one, _ in wanted))


def _remind(term: Term, session: Session, now: datetime) -> None:
    if session.state != "scheduled":
        return
    for kind, moment in moments(session).items():
        if not moment <= now < session.starts_at - LATEST[kind]:
            continue
        for person, since in _whom(term, session, kind):
            key = kind, session.plan, person, moment
            if since <= moment and key not in term.reminded:
                term.reminded.add(key)
                titles = [term.named(one) for one in term.presents(person, session)]
                term.tell(kind, [person], session, *titles)


def moments(session: Session) -> dict[str, datetime]:
    """When people are reminded of it: by the clocks of Tokyo, whose hours do not shift."""
    day = session.starts_at.replace(hour=0, minute=0)
    before = time(9) if session.starts_at.time() < time(12) else time(16)
    return {
        "week_before": (day - WEEK).replace(hour=9),
        "day_before": (day - DAY).replace(hour=before.hour),
        "hour_before": session.starts_at - HOUR,
    }


def _whom(term: Term, session: Session, kind: str) -> list[tuple[str, datetime]]:
    if kind != "week_before":
        return [(person, session.places[person]) for person in session.seated]
    mine = [term.chapters[one] for one in session.chapters]
    return [(one.presenter, one.since) for one in mine if one.state == "accepted" and one.presenter and one.since]


def _remind_of_note(term: Term, session: Session, now: datetime) -> None:
    """Where nobody is scribe but something is written, whoever organises; once."""
    is_due = session.ends_at + NOTE_AFTER <= now < session.ends_at + NOTE_UNTIL
    if session.note == "draft" and is_due and not session.note_reminded:
        session.note_reminded = True
        term.tell("note_unshared", term.organizers, session)
