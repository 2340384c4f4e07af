"""The floor: the least a Flask program on SQLAlchemy Core can do to show the same rows at the same addresses.

No permissions, no languages, no forms that are read: the reader looked up by the key in the cookie, a query for each
kind of row, built once and asked over one connection, one template, stored bytes, one insert. It runs on the same
server with the same settings. Nothing of StudyHub is imported.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, g, render_template, request, session
from sqlalchemy import Engine, Row, insert, update

from benchmarks.floor import rows_of_circles, rows_of_practices, rows_of_search, tables

# Who was on duty within the last hours is shown; no shift is longer than LONGEST.
RECENTLY, LONGEST = timedelta(hours=12), timedelta(hours=50)
EXCERPT = 60
# So long before it somebody is asked for what they have to do in a session.
SOON = timedelta(hours=24)


def create_app(engine: Engine, secret_key: str, root: str, now: datetime) -> Flask:
    """The program; `root` is the public address under which StudyHub keeps its files, `now` the time it is."""
    app = Flask(__name__, template_folder=str(Path(__file__).parent / "pages"))
    app.secret_key = secret_key
    app.config.update(ENGINE=engine, ROOT=root, NOW=now)
    for address in ("/feeds/notes.atom", "/circles/<slug>/calendar.ics", "/calendar.ics"):
        app.add_url_rule(address, view_func=show_stored)
    app.add_url_rule("/meetings/<int:meeting_id>/", view_func=show_meeting)
    app.add_url_rule("/circles/<slug>/", view_func=show_circle)
    app.add_url_rule("/circles/", view_func=list_circles)
    app.add_url_rule("/", view_func=home)
    app.add_url_rule("/notes/<int:note_id>/", view_func=show_note)
    app.add_url_rule("/oncall/", view_func=show_duty)
    app.add_url_rule("/search", view_func=search)
    app.add_url_rule("/meetings/<int:meeting_id>/signup", view_func=sign_up, methods=["POST"])
    app.add_url_rule("/meetings/<int:meeting_id>/signup/delete", view_func=withdraw, methods=["POST"])
    app.teardown_appcontext(_close)
    return app


def _rows(statement: Any, **values: Any) -> Sequence[Row[Any]]:
    if "connection" not in g:
        engine: Engine = current_app.config["ENGINE"]
        g.connection = engine.connect()
    return g.connection.execute(statement, values).all()  # type: ignore[no-any-return]  # whatever g holds is Any


def _close(_error: BaseException | None) -> None:
    if connection := g.pop("connection", None):
        connection.close()


def _write(statement: Any) -> None:
    _close(None)
    engine: Engine = current_app.config["ENGINE"]
    with engine.begin() as connection:
        connection.execute(statement)


def _reader() -> Row[Any]:
    found = _rows(rows_of_circles.READER, key=session.get("_user_id"))
    return found[0] if found else abort(401)


def _now() -> datetime:
    now: datetime = current_app.config["NOW"]
    return now


def show_stored(slug: str = "") -> Response:
    """Bytes as they are kept, or that they have not changed."""
    key = current_app.config["ROOT"] + request.path
    [[etag]] = _rows(rows_of_circles.STORED, key=key)
    if request.headers.get("If-None-Match") == f'"{etag}"':
        return Response(status=304)
    [[body]] = _rows(rows_of_circles.STORED_BODY, key=key)
    answer = Response(body, content_type="application/octet-stream")
    answer.set_etag(etag)
    return answer


def show_meeting(meeting_id: int) -> str:
    """A meeting, its people and its chapters."""
    reader, found = _reader(), _rows(rows_of_circles.MEETING, meeting_id=meeting_id)
    chapters = _rows(rows_of_circles.CHAPTERS, meeting_id=meeting_id)
    ticked = _rows(rows_of_circles.TICKED, reader=reader.id, ids=[one.id for one in chapters])
    return render_template(
        "meeting.html",
        reader=reader,
        meeting=(found or abort(404))[0],
        people=_rows(rows_of_circles.SIGNED_UP, meeting_id=meeting_id),
        read=chapters,
        ticked={one.chapter_id for one in ticked},
    )


def show_circle(slug: str) -> str:
    """A circle, its book, its last note, and all its meetings with their chapters and how many come."""
    [found] = _rows(rows_of_circles.CIRCLE, slug=slug) or abort(404)
    return render_template(
        "circle.html",
        reader=_reader(),
        circle=found,
        book=_rows(rows_of_circles.BOOK, circle_id=found.id),
        people=_rows(rows_of_circles.TAKING_PART, circle_id=found.id)[0][0],
        last=_rows(rows_of_circles.LAST_NOTE, circle_id=found.id, now=_now()),
        noted={one.meeting_id: one.id for one in _rows(rows_of_circles.NOTED, circle_id=found.id)},
        read=_rows(rows_of_circles.PLAN, circle_id=found.id),
    )


def list_circles() -> str:
    """The sessions of the week, and a page of circles, each with its next session, people and chapters in a row."""
    reader, page = _reader(), _rows(rows_of_circles.CIRCLES, now=_now())
    spines: dict[int, list[int]] = {}
    for row in _rows(rows_of_circles.SPINES, ids=[one.id for one in page]):
        spines.setdefault(row.circle_id, []).append(row.id)
    week = _by_session(_rows(rows_of_circles.WEEK_OF_LIST, reader=reader.id, now=_now(), since=_now() - LONGEST))
    return render_template("circles.html", reader=reader, circles=page, spines=spines, week=week)


def home() -> str:
    """The session the reader goes to with its chapters, the week, notes, and of each other practice what is theirs."""
    reader, now = _reader(), _now()
    coming = _rows(rows_of_circles.COMING, reader=reader.id)
    notes = _rows(rows_of_circles.NEWEST)
    near = {"reader": reader.id, "now": now, "soon": now + SOON}
    return render_template(
        "home.html",
        reader=reader,
        coming=coming,
        read=_rows(rows_of_circles.CHAPTERS, meeting_id=coming[0].id) if coming else [],
        drills=_rows(rows_of_practices.MY_DRILL, **near),
        cards=_rows(rows_of_practices.CARD_WANTED, **near),
        steps=_rows(rows_of_practices.NEXT_STEP, reader=reader.id),
        week=_by_session(_rows(rows_of_circles.WEEK_OF_HOME, reader=reader.id, now=now, since=now - LONGEST)),
        notes=notes,
        states={one.note_id: one.state for one in _rows(rows_of_circles.STATES_OF, ids=[one.id for one in notes])},
        running=[one for one in _shifts(now) if _runs(one, now)],
        shifts=_rows(rows_of_practices.MY_SHIFT, reader=reader.id, now=now),
        mine=_rows(rows_of_circles.MINE, reader=reader.id),
    )


def _by_session(found: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
    return [list(lines) for _id, lines in groupby(found, lambda row: row.id)]


def show_note(note_id: int) -> str:
    """A note as it was rendered, its source's lines, who wrote it, what its session read, and where it stands."""
    reader = _reader()
    [shown] = _rows(rows_of_circles.NOTE, note_id=note_id) or abort(404)
    return render_template(
        "note.html",
        reader=reader,
        note=shown,
        authors=_rows(rows_of_circles.AUTHORS, note_id=note_id),
        read=_rows(rows_of_circles.CHAPTERS, meeting_id=shown.meeting_id),
        states=_rows(rows_of_circles.STATES, note_id=note_id),
    )


def search() -> str:
    """How many of each kind hold a word, the first notes that do with the words around it, and what confines them."""
    word = request.args["q"]
    [counts] = _rows(rows_of_search.COUNTS, word=f"%{word}%")
    return render_template(
        "search.html",
        reader=_reader(),
        word=word,
        counts=counts._mapping,
        found=[(one, _around(one.search_text, word)) for one in _rows(rows_of_search.FOUND_NOTES, word=f"%{word}%")],
        circles=_rows(rows_of_search.OFFERED),
        teams=_rows(rows_of_search.TEAMS),
    )


def _around(text: str, word: str) -> tuple[str, str]:
    start = text.index(word)
    return text[max(start - EXCERPT, 0) : start], text[start + len(word) : start + EXCERPT]


def show_duty() -> str:
    """Who is on duty with their numbers, who was, who comes next, whom the pager calls, and services with quirks."""
    reader, now = _reader(), _now()
    shifts = _shifts(now)
    services = _rows(rows_of_practices.SERVICES, reader=reader.id)
    quirks: dict[int, list[Row[Any]]] = {}
    for row in _rows(rows_of_practices.QUIRKS, ids=[one.id for one in services]):
        quirks.setdefault(row.service_id, []).append(row)
    return render_template(
        "duty.html",
        reader=reader,
        running=[one for one in shifts if _runs(one, now)],
        others=[one for one in shifts if not _runs(one, now)],
        mine=_rows(rows_of_practices.MY_SHIFT, reader=reader.id, now=now),
        calls={one.role: one for one in _rows(rows_of_practices.CALLED, now=now)},
        services=services,
        quirks=quirks,
    )


def _shifts(now: datetime) -> Sequence[Row[Any]]:
    return _rows(rows_of_practices.DUTY, now=now, recently=now - RECENTLY, since=now - RECENTLY - LONGEST)


def _runs(one: Row[Any], now: datetime) -> bool:
    # SQLite knows no zones.
    starts_at, ends_at = (
        moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (one.starts_at, one.ends_at)
    )
    return bool(starts_at <= now < ends_at)


def sign_up(meeting_id: int) -> Response:
    """One row more."""
    new = {"meeting_id": meeting_id, "user_id": _reader().id, "priority": 0, "state": "confirmed"}
    _write(insert(tables.signup).values(**new, joined_at=datetime.now(UTC)))
    return _back(meeting_id)


def withdraw(meeting_id: int) -> Response:
    """The row counts no more."""
    mine = (
        tables.signup.c.meeting_id == meeting_id,
        tables.signup.c.user_id == _reader().id,
        tables.signup.c.state == "confirmed",
    )
    _write(update(tables.signup).where(*mine).values(state="withdrawn"))
    return _back(meeting_id)


def _back(meeting_id: int) -> Response:
    return Response(status=303, headers={"Location": f"/meetings/{meeting_id}/"})
