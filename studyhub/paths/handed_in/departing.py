"""What becomes of the paths of whoever goes, and of two accounts made one. Nothing here commits."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.paths import making, queries, shadowing
from studyhub.paths.models import Path, PathStep, ShadowNight
from studyhub.people.departing import OfPeople
from studyhub.people.models import User, UserState


def give_back(user: User, *, by: User, now: datetime) -> None:
    """Nobody shadows while they are away, and a path without its newcomer is ended; on leave it waits for them.

    What they were the mentor of asks for another, newcomer and leads are told.
    """
    for shadow in queries.coming_shadows_of(user, now):
        shadowing.take_back(shadow, by=by, now=now)
    if user.state is not UserState.ON_LEAVE:
        for path in queries.open_of(user):
            making.end(path, by=by, now=now)
    for path in queries.mentored_by(user):
        path.mentor_id = None
        trail.record("path.mentor_gone", path, by=by, now=now, before={"mentor_id": user.id})
        key, payload = f"mentor_gone:{path.id}:{now.isoformat()}", {"path_id": path.id, "mentor": user.name}
        told = [path.user, *queries.leads_of(path.user_id)]
        messages = [(one, key, payload) for one in told if one.id != user.id and one.state is UserState.ACTIVE]
        outbox.add_many("mentor_gone", messages, by=by, now=now)


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Of two paths for one service the one of the account that stays goes on; nobody becomes their own mentor."""
    theirs = {path.service_id for path in queries.open_of(staying)}
    for path in queries.open_of(going):
        if path.service_id in theirs:
            making.end(path, by=staying, now=now)
    for path in queries.between(going, staying):
        path.mentor_id = None
    db.session.flush()


OF_PEOPLE = OfPeople(
    moved=(
        *(Path.mentor_id, Path.made_by_id, Path.ended_by_id),
        *(PathStep.done_by_id, ShadowNight.planned_by_id),
    ),
    without_second=(Path.user_id,),
    settle=settle,
    give_back=give_back,
)
