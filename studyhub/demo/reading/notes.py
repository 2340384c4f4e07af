"""The notes of the demo: written from the files under data/notes, shared, asked for, released, retracted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, partial

from studyhub.demo.plots import Plot
from studyhub.demo.population import DATA
from studyhub.demo.reading import decisions
from studyhub.demo.stage import Stage
from studyhub.meetings.models import Meeting
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import release_queries, releasing
from studyhub.people.models import User

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
APPROVERS = ("minase.aoi", "iizuka.maho", "admin")
BEGINNING = "## 要点\n\n- \n\n## 議論\n\n- \n"
DECLINED_REASON = "数字の出どころが書かれていません。公開してよい値か確かめて、もう一度依頼してください。"


class Fate(StrEnum):
    """How far a note comes."""

    DRAFT = "draft"
    SHARED = "shared"
    REQUESTED = "requested"
    DECLINED = "declined"
    PUBLISHED = "published"
    RETRACTED = "retracted"


@dataclass(frozen=True)
class Text:
    """One file: `number` is 第n回 of the circle, `writers` the scribe and whoever adds to the text."""

    circle: str
    number: int
    title: str
    fate: Fate
    tags: str
    writers: tuple[str, ...]
    source: str


@cache
def texts() -> tuple[Text, ...]:
    """Every note there is a file for."""
    return tuple(_read(path.stem, path.read_text(encoding="utf-8")) for path in sorted((DATA / "notes").glob("*.md")))


def _read(name: str, text: str) -> Text:
    head, _, source = text.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    circle, _, number = name.rpartition("-")
    return Text(
        circle=circle,
        number=int(number),
        title=fields["title"],
        fate=Fate(fields["fate"]),
        tags=fields["tags"],
        writers=tuple(fields["writers"].split(", ")),
        source=source,
    )


def scribe_of(stage: Stage, plot: Plot, meeting: Meeting) -> User | None:
    """Who writes the notes of this meeting, if there are any."""
    found = (text for text in texts() if (text.circle, text.number) == (plot.slug, meeting.number))
    return next((stage.person(text.writers[0]) for text in found), None)


def write_down(stage: Stage, plot: Plot, meetings: list[Meeting]) -> None:
    """Let the notes of a circle be written after each of its meetings."""
    for meeting in meetings:
        stage.timeline.at(meeting.ends_at + timedelta(minutes=5), partial(_begin, stage, plot, meeting))


def _begin(stage: Stage, plot: Plot, meeting: Meeting, *, now: datetime) -> None:
    if not meeting.is_held(now):
        return
    for text in texts():
        if (text.circle, text.number) == (plot.slug, meeting.number):
            title = f"第{text.number}回 {text.title}" if len(plot.titles) != 1 else text.title
            by = stage.person(text.writers[0])
            note = writing.begin(meeting.circle, meeting, title, BEGINNING, by=by, now=now)
            _go_on(stage, text, note, now)


def _go_on(stage: Stage, text: Text, note: Note, begun: datetime) -> None:
    first, last = stage.person(text.writers[0]), stage.person(text.writers[-1])
    timeline = stage.timeline
    timeline.at(begun + timedelta(minutes=40), partial(_write, note, first_half(text.source), first))
    timeline.at(begun + 20 * HOUR, partial(_write, note, text.source, last))
    timeline.at(begun + 21 * HOUR, partial(decisions.settle, stage, note, first))
    if text.fate is Fate.DRAFT:
        return
    timeline.at(begun + 26 * HOUR, partial(_share, note, text.tags, first))
    if text.fate is Fate.REQUESTED:
        timeline.at(stage.now - 22 * HOUR, partial(_request, note, first))
    elif text.fate is not Fate.SHARED:
        timeline.at(begun + 3 * DAY, partial(_request, note, first))
        timeline.at(begun + 5 * DAY, partial(_answer, stage, text, note))


def first_half(source: str) -> str:
    """The sections somebody writes down during the meeting; the others come the day after."""
    sections = source.split("\n## ")
    return "\n## ".join(sections[: max(len(sections) // 2, 1)])


def _write(note: Note, source: str, by: User, *, now: datetime) -> None:
    if note.head is not None:
        writing.edit(note, note.head, note.title, source, by=by, now=now)


def _share(note: Note, tags: str, by: User, *, now: datetime) -> None:
    tagging.change(note, "", tags)
    releasing.share(note, by=by, now=now)


def _request(note: Note, by: User, *, now: datetime) -> None:
    releasing.request(note, by=by, now=now)


def _answer(stage: Stage, text: Text, note: Note, *, now: datetime) -> None:
    release = release_queries.open_request(note)
    if release is None:
        return
    by = stage.person(next(name for name in APPROVERS if name not in text.writers))
    if text.fate is Fate.DECLINED:
        releasing.decline(release, DECLINED_REASON, by=by, now=now)
        return
    releasing.approve(release, read_sha256=release.sha256, by=by, now=now)
    if text.fate is Fate.RETRACTED:
        stage.timeline.at(now + 12 * DAY, partial(_retract, release, by))


def _retract(release: Release, by: User, *, now: datetime) -> None:
    releasing.retract(release, by=by, now=now)
