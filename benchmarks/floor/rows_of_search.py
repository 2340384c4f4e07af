"""What the floor finds by a word, and what confines it; each statement is built once, names stand for values."""

from sqlalchemy import BindParameter, and_, bindparam, func, select

from benchmarks.floor.tables import (
    action,
    circle,
    decision,
    meeting,
    note,
    quirk,
    quirk_revision,
    revision,
    scenario,
    service,
    team,
    user,
)

FOUND_ON_A_PAGE, CIRCLES_OFFERED = 20, 500

# Of every kind how many hold a word, and the notes that do.
_head_quirks = and_(quirk_revision.c.quirk_id == quirk.c.id, quirk_revision.c.number == quirk.c.head_number)
_holding = {
    "notes": (note.join(revision, revision.c.id == note.c.head_id), revision),
    "circles": (circle, circle),
    "decisions": (decision, decision),
    "actions": (action, action),
    "services": (service, service),
    "quirks": (quirk.join(quirk_revision, _head_quirks), quirk_revision),
    "scenarios": (scenario, scenario),
    "people": (user, user),
}
_word: BindParameter[str] = bindparam("word")
COUNTS = select(
    *(
        select(func.count()).select_from(source).where(text.c.search_text.like(_word)).scalar_subquery().label(name)
        for name, (source, text) in _holding.items()
    )
)
FOUND_NOTES = (
    select(note.c.id, note.c.title, note.c.first_shared_at, circle.c.title.label("circle"), meeting.c.number)
    .add_columns(revision.c.search_text)
    .join(revision, revision.c.id == note.c.head_id)
    .join(circle, circle.c.id == note.c.circle_id)
    .outerjoin(meeting, meeting.c.id == note.c.meeting_id)
    .where(revision.c.search_text.like(_word))
    .order_by(note.c.first_shared_at.desc())
    .limit(FOUND_ON_A_PAGE)
)
OFFERED = select(circle.c.slug, circle.c.title).order_by(circle.c.id.desc()).limit(CIRCLES_OFFERED)
TEAMS = select(team.c.slug, team.c.name).order_by(team.c.name)
