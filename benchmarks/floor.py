"""The floor: the least a Flask program on SQLAlchemy Core can do to show the same rows at the same addresses.

No permissions, no languages, no forms beside the one: the reader looked up by the key in the cookie, a query for each
kind of row, one template, stored bytes, one insert. It runs on the same server with the same settings. Nothing of
StudyHub is imported.

    python -m benchmarks.floor DATABASE_URL SECRET_KEY ROOT PORT
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, Response, abort, current_app, render_template, request, session
from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
    update,
)

THREADS = 8
PAGE = 30
NOTES = 5
metadata = MetaData()


def _table(name: str, numbers: str, texts: str, times: str = "") -> Table:
    columns = [Column(one, kind) for kind, names in ((Integer, numbers), (Text, texts)) for one in names.split()]
    moments = [Column(one, DateTime(timezone=True)) for one in times.split()]
    return Table(name, metadata, Column("id", Integer, primary_key=True), *columns, *moments)


user = _table("user", "", "name kana")
device = _table("device", "user_id", "key")
circle = _table("circle", "", "slug title state visibility", "created_at")
participation = _table("participation", "circle_id user_id", "role", "left_at")
plan = _table("chapter_plan", "circle_id", "", "closed_at")
chapter = _table("chapter", "plan_id position pages", "number title")
meeting = _table("meeting", "circle_id number", "place state", "starts_at ends_at")
meeting_chapter = _table("meeting_chapter", "chapter_id meeting_id", "")
assignment = _table("assignment", "chapter_id user_id", "state")
signup = _table("signup", "meeting_id user_id priority", "state", "joined_at")
note = _table("note", "circle_id meeting_id head_id", "title", "shared_at first_shared_at")
revision = _table("revision", "note_id", "html")
feed_file = Table("feed_file", metadata, Column("key", Text), Column("etag", Text), Column("body", LargeBinary))


def create_app(engine: Engine, secret_key: str, root: str) -> Flask:
    """The program; `root` is the public address under which StudyHub keeps its files."""
    app = Flask(__name__, template_folder=str(Path(__file__).parent / "pages"))
    app.secret_key = secret_key
    app.config.update(ENGINE=engine, ROOT=root)
    for address in ("/feeds/notes.atom", "/circles/<slug>/calendar.ics", "/calendar.ics"):
        app.add_url_rule(address, view_func=show_stored)
    app.add_url_rule("/meetings/<int:meeting_id>/", view_func=show_meeting)
    app.add_url_rule("/circles/<slug>/", view_func=show_circle)
    app.add_url_rule("/circles/", view_func=list_circles)
    app.add_url_rule("/", view_func=home)
    app.add_url_rule("/notes/<int:note_id>/", view_func=show_note)
    app.add_url_rule("/meetings/<int:meeting_id>/signup", view_func=sign_up, methods=["POST"])
    app.add_url_rule("/meetings/<int:meeting_id>/signup/delete", view_func=withdraw, methods=["POST"])
    return app


def _rows(statement: Any) -> list[Row[Any]]:
    engine: Engine = current_app.config["ENGINE"]
    with engine.connect() as connection:
        return list(connection.execute(statement).all())


def _write(statement: Any) -> None:
    engine: Engine = current_app.config["ENGINE"]
    with engine.begin() as connection:
        connection.execute(statement)


def _reader() -> Row[Any]:
    here = device.c.key == session.get("_user_id")
    found = _rows(select(user.c.id, user.c.name).join(device, device.c.user_id == user.c.id).where(here))
    return found[0] if found else abort(401)


def show_stored(slug: str = "") -> Response:
    """Bytes as they are kept, or that they have not changed."""
    is_here = feed_file.c.key == current_app.config["ROOT"] + request.path
    [[etag]] = _rows(select(feed_file.c.etag).where(is_here))
    if request.headers.get("If-None-Match") == f'"{etag}"':
        return Response(status=304)
    [[body]] = _rows(select(feed_file.c.body).where(is_here))
    answer = Response(body, content_type="application/octet-stream")
    answer.set_etag(etag)
    return answer


def show_meeting(meeting_id: int) -> str:
    """A meeting, its people and its chapters."""
    found = _rows(
        select(meeting, circle.c.title, circle.c.slug)
        .join(circle, circle.c.id == meeting.c.circle_id)
        .where(meeting.c.id == meeting_id)
    )
    people = (
        select(user.c.id, user.c.name)
        .join(signup, signup.c.user_id == user.c.id)
        .where(signup.c.meeting_id == meeting_id, signup.c.state == "confirmed")
        .order_by(user.c.kana)
    )
    read = (
        select(chapter.c.id, chapter.c.number, chapter.c.title, chapter.c.pages, user.c.name)
        .join(meeting_chapter, meeting_chapter.c.chapter_id == chapter.c.id)
        .outerjoin(assignment, assignment.c.chapter_id == chapter.c.id)
        .outerjoin(user, user.c.id == assignment.c.user_id)
        .where(meeting_chapter.c.meeting_id == meeting_id)
        .order_by(chapter.c.position)
    )
    return render_template(
        "meeting.html",
        reader=_reader(),
        meeting=(found or abort(404))[0],
        people=_rows(people),
        read=_rows(read),
    )


def show_circle(slug: str) -> str:
    """A circle and all its meetings with their chapters."""
    [found] = _rows(select(circle).where(circle.c.slug == slug)) or abort(404)
    read = (
        select(meeting, chapter.c.number.label("chapter"), chapter.c.title, user.c.name)
        .outerjoin(meeting_chapter, meeting_chapter.c.meeting_id == meeting.c.id)
        .outerjoin(chapter, chapter.c.id == meeting_chapter.c.chapter_id)
        .outerjoin(assignment, assignment.c.chapter_id == chapter.c.id)
        .outerjoin(user, user.c.id == assignment.c.user_id)
        .where(meeting.c.circle_id == found.id)
        .order_by(meeting.c.starts_at, chapter.c.position)
    )
    return render_template("circle.html", reader=_reader(), circle=found, read=_rows(read))


def list_circles() -> str:
    """A page of circles, each with its chapters in a row."""
    page = _rows(select(circle).order_by(circle.c.created_at.desc()).limit(PAGE))
    chapters = (
        select(plan.c.circle_id, chapter.c.id)
        .join(chapter, chapter.c.plan_id == plan.c.id)
        .where(plan.c.circle_id.in_([one.id for one in page]))
    )
    spines: dict[int, list[int]] = {}
    for row in _rows(chapters):
        spines.setdefault(row.circle_id, []).append(row.id)
    return render_template("circles.html", reader=_reader(), circles=page, spines=spines)


def home() -> str:
    """The meeting the reader goes to, the newest notes, and the reader's circles."""
    reader = _reader()
    coming = (
        select(meeting, circle.c.title)
        .join(signup, signup.c.meeting_id == meeting.c.id)
        .join(circle, circle.c.id == meeting.c.circle_id)
        .where(signup.c.user_id == reader.id, signup.c.state == "confirmed")
        .order_by(meeting.c.starts_at.desc())
        .limit(1)
    )
    newest = select(note.c.id, note.c.title, note.c.first_shared_at).order_by(note.c.shared_at.desc()).limit(NOTES)
    mine = (
        select(circle.c.title, circle.c.slug, chapter.c.id.label("chapter"))
        .join(participation, participation.c.circle_id == circle.c.id)
        .join(plan, plan.c.circle_id == circle.c.id)
        .join(chapter, chapter.c.plan_id == plan.c.id)
        .where(participation.c.user_id == reader.id, participation.c.left_at.is_(None))
    )
    return render_template("home.html", reader=reader, coming=_rows(coming), notes=_rows(newest), mine=_rows(mine))


def show_note(note_id: int) -> str:
    """A note as it was rendered."""
    found = _rows(
        select(note.c.title, revision.c.html, circle.c.title.label("circle"), circle.c.slug)
        .join(revision, revision.c.id == note.c.head_id)
        .join(circle, circle.c.id == note.c.circle_id)
        .where(note.c.id == note_id)
    )
    return render_template("note.html", reader=_reader(), note=(found or abort(404))[0])


def sign_up(meeting_id: int) -> Response:
    """One row more."""
    new = {"meeting_id": meeting_id, "user_id": _reader().id, "priority": 0, "state": "confirmed"}
    _write(insert(signup).values(**new, joined_at=datetime.now(UTC)))
    return _back(meeting_id)


def withdraw(meeting_id: int) -> Response:
    """The row counts no more."""
    mine = (signup.c.meeting_id == meeting_id, signup.c.user_id == _reader().id, signup.c.state == "confirmed")
    _write(update(signup).where(*mine).values(state="withdrawn"))
    return _back(meeting_id)


def _back(meeting_id: int) -> Response:
    return Response(status=303, headers={"Location": f"/meetings/{meeting_id}/"})


def _prepare(connection: Any, _record: Any) -> None:
    # As StudyHub's: readers and a writer at once, no waiting for the disk.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def main(address: str, secret_key: str, root: str, port: str) -> None:
    """Serve until told to stop."""
    engine = create_engine(address, pool_size=THREADS)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    server: Any = waitress.create_server(
        create_app(engine, secret_key, root),
        host="127.0.0.1",
        port=int(port),
        threads=THREADS,
        connection_limit=1000,
        asyncore_use_poll=True,
        ident=None,
    )
    print(f"The floor is ready: http://127.0.0.1:{port}/", flush=True)
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
