"""What the floor shows of on call, training and rounds; each statement is built once, names stand for values."""

from sqlalchemy import and_, bindparam, exists, func, or_, select

from benchmarks.floor.tables import (
    circle,
    drill,
    meeting,
    membership,
    pager_span,
    path,
    path_step,
    quirk,
    quirk_revision,
    scenario,
    service,
    shift,
    swap,
    team,
    update_of_team,
    user,
)

# Of services that are found in a hurry.
FOUND = 8

# Who is on duty, who was within half a day, and who comes next; each part that was swapped is a row.
_taker = user.alias()
_next_shift = select(func.min(shift.c.starts_at)).where(shift.c.starts_at > bindparam("now")).scalar_subquery()
_ran = (shift.c.starts_at > bindparam("since"), shift.c.starts_at <= bindparam("now"))
DUTY = (
    select(shift, user.c.name, user.c.telephone, user.c.chat_handle)
    .add_columns(_taker.c.name.label("taker"), swap.c.starts_at.label("from_at"), swap.c.ends_at.label("until_at"))
    .outerjoin(user, user.c.id == shift.c.user_id)
    .outerjoin(swap, and_(swap.c.shift_id == shift.c.id, swap.c.accepted_at.is_not(None), swap.c.undone_at.is_(None)))
    .outerjoin(_taker, _taker.c.id == swap.c.taker_id)
    .where(or_(and_(*_ran, shift.c.ends_at > bindparam("recently")), shift.c.starts_at == _next_shift))
    .order_by(shift.c.starts_at, shift.c.role)
)
MY_SHIFT = (
    select(shift)
    .where(shift.c.user_id == bindparam("reader"), shift.c.starts_at > bindparam("now"))
    .order_by(shift.c.starts_at)
    .limit(1)
)
CALLED = (
    select(pager_span.c.role, user.c.name, pager_span.c.confirmed_at)
    .join(user, user.c.id == pager_span.c.user_id)
    .where(pager_span.c.ends_at > bindparam("now"), pager_span.c.starts_at <= bindparam("now"))
    .where(pager_span.c.gone_at.is_(None))
)
SERVICES = (
    select(service, team.c.name.label("team"))
    .join(team, team.c.id == service.c.team_id)
    .where(service.c.retired_at.is_(None))
    .order_by(
        exists().where(membership.c.user_id == bindparam("reader"), membership.c.team_id == service.c.team_id).desc(),
        service.c.key,
    )
    .limit(FOUND)
)
QUIRKS = (
    select(quirk.c.service_id, quirk_revision.c.title)
    .join(quirk_revision, and_(quirk_revision.c.quirk_id == quirk.c.id, quirk_revision.c.number == quirk.c.head_number))
    .where(quirk.c.service_id.in_(bindparam("ids", expanding=True)), quirk.c.retired_at.is_(None))
    .order_by(quirk.c.position)
)

# What of the other practices waits for the reader: a drill of theirs, a card of their team, the next step of a path.
_soon = (meeting.c.starts_at > bindparam("now"), meeting.c.starts_at <= bindparam("soon"))
MY_DRILL = (
    select(drill.c.id, drill.c.responder_id, scenario.c.title, circle.c.title.label("circle"), meeting.c.starts_at)
    .join(scenario, scenario.c.id == drill.c.scenario_id)
    .join(meeting, meeting.c.id == drill.c.meeting_id)
    .join(circle, circle.c.id == meeting.c.circle_id)
    .where(or_(drill.c.responder_id == bindparam("reader"), drill.c.examiner_id == bindparam("reader")), *_soon)
)
_handed_in = exists().where(
    update_of_team.c.meeting_id == meeting.c.id,
    update_of_team.c.team_id == team.c.id,
    update_of_team.c.handed_in_at.is_not(None),
)
CARD_WANTED = (
    select(meeting.c.id, meeting.c.starts_at, circle.c.title, team.c.id.label("team_id"), team.c.name)
    .join(circle, circle.c.id == meeting.c.circle_id)
    .join(membership, membership.c.user_id == bindparam("reader"))
    .join(team, team.c.id == membership.c.team_id)
    .where(circle.c.kind == "sos", *_soon, ~_handed_in)
)
NEXT_STEP = (
    select(path.c.id, path_step.c.kind, path_step.c.due_on, service.c.name)
    .join(path_step, path_step.c.path_id == path.c.id)
    .join(service, service.c.id == path.c.service_id)
    .where(path.c.user_id == bindparam("reader"), path.c.ended_at.is_(None), path_step.c.done_at.is_(None))
    .order_by(path_step.c.position)
    .limit(1)
)
