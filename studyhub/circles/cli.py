"""`python3 app.py circle …`: planning a circle from a file, and which circles there are."""

import json
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from studyhub import clock
from studyhub.circles import cli_lines, finding, words
from studyhub.circles.models import TITLE_MAX_CHARS, CircleKind, Level, ReadingName
from studyhub.circles.planning import outline
from studyhub.circles.planning.outline import OutlineLine
from studyhub.circles.planning.planner import (
    DateOutOfRange,
    HolidayRule,
    InMeetings,
    PerMeeting,
    PlannedMeeting,
    PlanRequest,
    PlanTooLong,
    plan,
)
from studyhub.circles.planning.rhythm import LAST, WEEKS_MAX, EveryWeeks, NthWeekday, Rhythm
from studyhub.db import db
from studyhub.meetings.changing import creating, new_circles
from studyhub.people.terminal import acting, day
from studyhub.settings import organization
from studyhub.text.cleaning import clean_line
from studyhub.zones import ClosedDays

DEFAULT_ZONE = "Asia/Tokyo"

group = AppGroup("circle", help="Reading circles and study sessions.")
_NTH = {"1": 1, "2": 2, "3": 3, "4": 4, "last": LAST}


@group.command("list")
def list_circles() -> None:
    """All circles, one a line: address, name, kind and state, separated by tabs."""
    for circle in db.session.scalars(finding.all_circles()):
        click.echo("\t".join([circle.slug, circle.title, circle.kind.value, circle.state.value]))


def _time(_context: click.Context, _parameter: click.Parameter, text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 -- a wall time has no zone
    except ValueError as error:
        raise click.ClickException(f"--time must be a time such as 19:00, not {text!r}.") from error


@group.command("plan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--start", required=True, callback=day, help="Date of the first session; its weekday is the circle's.")
@click.option("--time", "at", required=True, callback=_time, help="When each session starts, such as 19:00.")
@click.option("--minutes", type=click.IntRange(5, 1440), default=90, show_default=True, help="Length of a session.")
@click.option("--per-meeting", type=click.IntRange(1), help="Chapters in each session.  [1]")
@click.option("--balance-over", type=click.IntRange(1), help="Spread evenly in pages over so many sessions instead.")
@click.option("--every-weeks", type=click.IntRange(1, WEEKS_MAX), help="Weeks from one session to the next.  [1]")
@click.option("--monthly", type=click.Choice(sorted(_NTH)), help="On that weekday of each month instead.")
@click.option("--holidays", type=click.Choice([rule.value for rule in HolidayRule]), default="skip", show_default=True)
@click.option("--depth", "depths", multiple=True, help="Read the lines of this depth, such as 2, or 2:section.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--create", is_flag=True, help="Save it as a circle.")
@click.option("--title", help="Name of the book and the circle, with --create.")
@click.option(
    "--called",
    type=click.Choice([name.value for name in ReadingName]),
    help="Its name in Japanese, with --create.  [as its title says]",
)
@click.option("--level", type=click.Choice([level.value for level in Level]), help="For whom it is, with --create.")
@click.option("--half-way", is_flag=True, help="People are welcome at any time, with --create.")
@click.option("--by", "email", help="Address of the organiser, with --create; by default the first administrator.")
def plan_file(
    file: Path,
    depths: Sequence[str],
    as_json: bool,
    create: bool,
    title: str | None,
    called: str | None,
    level: str | None,
    half_way: bool,
    email: str | None,
    **how: Any,
) -> None:
    """Plan a circle from the table of contents in FILE and print every session; nothing is saved without --create."""
    if not create and (title or email or called or level or half_way):
        raise click.ClickException("--title, --called, --level, --half-way and --by belong to --create.")
    name = _checked_title(title) if create else ""
    lines = cli_lines.read(file, depths)
    request = _request(**how)
    meetings = _planned(lines, request)
    if create:
        said = {
            "title": name,
            "reading_name": ReadingName(called) if called else None,
            "level": Level(level) if level else None,
            "is_open_half_way": half_way,
        }
        _save(lines, meetings, request, said, email)
    _print(meetings, as_json=as_json)


@group.command("lines")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--depth", "depths", multiple=True, help="Tick the lines of this depth, such as 2, or 2:section.")
def list_lines(file: Path, depths: Sequence[str]) -> None:
    """How the table of contents in FILE is read: what is ticked, depth, kind, number, title and page of each line."""
    for line in cli_lines.ticked(cli_lines.lines_of(file), depths):
        page = "" if line.page is None else str(line.page)
        mark = "x" if line.is_ticked else "-"
        click.echo("\t".join([mark, str(line.depth), line.kind, line.number or "", line.title, page]))


def _checked_title(title: str | None) -> str:
    name = clean_line(title or "")
    if not 1 <= len(name) <= TITLE_MAX_CHARS:
        raise click.ClickException(f"--create needs a --title of 1 to {TITLE_MAX_CHARS} characters.")
    return name


def _request(  # the options of the command, one each
    start: date,
    at: time,
    minutes: int,
    per_meeting: int | None,
    balance_over: int | None,
    every_weeks: int | None,
    monthly: str | None,
    holidays: HolidayRule,
) -> PlanRequest:
    if per_meeting and balance_over:
        raise click.ClickException("Choose either --per-meeting or --balance-over.")
    division = InMeetings(balance_over) if balance_over else PerMeeting(per_meeting or 1)
    if every_weeks and monthly:
        raise click.ClickException("Choose either --every-weeks or --monthly.")
    zone, closed_days = _organization()
    weekday = start.weekday()
    days = NthWeekday(_NTH[monthly], weekday) if monthly else EveryWeeks(every_weeks or 1, weekday)
    rhythm = Rhythm(days, at, minutes, zone)
    return PlanRequest(start, rhythm, division, HolidayRule(holidays), closed_days)


def _organization() -> tuple[str, tuple[ClosedDays, ...]]:
    """Its zone and closed days; without a database of ours the plan knows national holidays only."""
    try:
        days = organization.closed_days()
        zone = organization.current().time_zone
    except SQLAlchemyError:
        db.session.rollback()
        return DEFAULT_ZONE, ()
    return zone, tuple(ClosedDays(day.starts_on, day.ends_on, day.name, day.is_special) for day in days)


def _planned(lines: Sequence[OutlineLine], request: PlanRequest) -> list[PlannedMeeting]:
    try:
        return plan(outline.to_read(lines), request)
    except PlanTooLong as error:
        raise click.ClickException("That would be more than 400 sessions; read more in each.") from error
    except DateOutOfRange as error:
        raise click.ClickException("The calendar ends before the book does (2100); start earlier.") from error


def _save(
    lines: Sequence[OutlineLine],
    meetings: Sequence[PlannedMeeting],
    request: PlanRequest,
    said: dict[str, Any],
    email: str | None,
) -> None:
    # What was read so far began a reading transaction; the writing one begins anew.
    db.session.rollback()
    organizer = acting(email, called="member")
    circle = creating.create(_new_circle(lines, meetings, request, **said), by=organizer, now=clock.now())
    db.session.commit()
    click.echo(f"Created {circle.title}, organised by {organizer.name}: /circles/{circle.slug}/", err=True)


def _new_circle(
    lines: Sequence[OutlineLine], meetings: Sequence[PlannedMeeting], request: PlanRequest, *, title: str, **said: Any
) -> creating.NewCircle:
    return creating.NewCircle(
        title=title,
        **said,
        kind=CircleKind.READING,
        key=f"cli:{secrets.token_hex(16)}",
        **new_circles.rhythm_of_circle(request.rhythm),
        holiday_rule=request.holidays,
        book=creating.NewBook(title),
        chapters=new_circles.new_chapters(lines),
        meetings=new_circles.new_meetings(lines, meetings),
    )


def _print(meetings: Sequence[PlannedMeeting], *, as_json: bool) -> None:
    with force_locale("en"):
        rows = [_row(one) for one in meetings]
    if as_json:
        click.echo(json.dumps({"meetings": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        chapters = " / ".join(" ".join(filter(None, [one["number"], one["title"]])) for one in row["chapters"])
        reason = f"  ({row['reason']})" if row["reason"] else ""
        click.echo(f"{row['number']:>3}  {row['date']}  {chapters}{reason}")


def _row(meeting: PlannedMeeting) -> dict[str, Any]:
    return {
        "number": meeting.number,
        "date": meeting.date.isoformat(),
        "chapters": [{"number": one.number, "title": one.title, "pages": one.pages} for one in meeting.chapters],
        "reason": words.shift(meeting.shift, date.isoformat) if meeting.shift else None,
    }
