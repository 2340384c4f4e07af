"""What both accounts of a person have in circles and teams, and what they liked and wrote, is there once."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from studyhub.circles import invitations as circle_invitations
from studyhub.circles import queries as circles
from studyhub.circles.models import CircleInvitation, Participation, ParticipationRole
from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.signing_up import joining
from studyhub.meetings.thanks import giving
from studyhub.meetings.thanks.models import Thanks
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ReadTick, ThoughtKind, ThoughtLike
from studyhub.notes.edits import writing
from studyhub.notes.edits.together_models import Presence
from studyhub.notes.models import WorkingCopy
from studyhub.people.models import User
from studyhub.teams import memberships
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast
from tests.departures.second_account import merge
from tests.meetings.scenes import chapter_of

EARLIER, LATER = NOON - timedelta(days=1), NOON + timedelta(days=1)


def test_a_circle_of_both_has_the_person_once_since_the_earlier_day_as_organizer(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=LATER)
    theirs = circles.participation(cast.circle, home)
    assert theirs is not None
    theirs.is_organizer = True
    db.session.flush()

    merge(cast, home)

    mine = circles.participation(cast.circle, cast.botan)
    assert mine is not None
    assert (mine.is_organizer, mine.joined_at) == (True, NOON)
    assert len(db.session.scalars(db.select(Participation).where(Participation.user_id == cast.botan.id)).all()) == 2


def test_whoever_listens_with_one_account_alone_takes_part(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, role=ParticipationRole.LISTENER, now=EARLIER)

    merge(cast, home)

    mine = circles.participation(cast.circle, cast.botan)
    assert mine is not None
    assert (mine.role, mine.joined_at) == (ParticipationRole.PARTICIPANT, EARLIER)


def test_an_invitation_that_stands_goes_before_one_that_was_taken_back(cast: Cast, home: User) -> None:
    circle = cast.new_circle(cast.aki, title="Small")
    circle_invitations.invite(circle, [home.id, cast.botan.id], by=cast.aki, now=NOON)
    db.session.flush()
    db.session.execute(
        db.update(CircleInvitation).where(CircleInvitation.user_id == cast.botan.id).values(withdrawn_at=NOON)
    )

    merge(cast, home)

    [left] = db.session.scalars(db.select(CircleInvitation).where(CircleInvitation.circle_id == circle.id))
    assert (left.user_id, left.withdrawn_at) == (cast.botan.id, None)


def test_a_team_of_both_has_the_person_once_as_lead(cast: Cast, home: User) -> None:
    membership = memberships.add_member(cast.team, home, by=cast.admin, now=NOON)
    membership.is_lead = True
    other = memberships.create_team("Other", by=cast.admin, now=NOON)
    memberships.add_member(other, home, by=cast.admin, now=NOON)
    memberships.make_primary(home, team_id=other.id)

    merge(cast, home)

    rows = db.session.scalars(db.select(Membership).where(Membership.user_id == cast.botan.id).order_by(Membership.id))
    facts = [(row.team_id, row.is_lead, row.is_primary) for row in rows]
    assert facts == [(cast.team.id, True, True), (other.id, False, False)]


def test_whoever_has_no_team_has_the_primary_one_of_the_other(cast: Cast, home: User) -> None:
    db.session.execute(delete(Membership).where(Membership.user_id == cast.botan.id))
    memberships.add_member(cast.team, home, by=cast.admin, now=NOON)

    merge(cast, home)

    [mine] = db.session.scalars(db.select(Membership).where(Membership.user_id == cast.botan.id))
    assert mine.is_primary


def test_likes_and_ticks_of_both_count_once(cast: Cast, home: User) -> None:
    chapter = chapter_of(cast.meeting)
    thought = saying.say(chapter, ThoughtKind.THOUGHT, "Hm", by=cast.aki, now=NOON)
    for user in (home, cast.botan):
        saying.like(thought, user)
        saying.tick(chapter, user, now=NOON)
    db.session.flush()

    merge(cast, home)

    assert db.session.scalars(db.select(ThoughtLike.user_id)).all() == [cast.botan.id]
    assert db.session.scalars(db.select(ReadTick.user_id)).all() == [cast.botan.id]


@pytest.mark.parametrize("is_newer", [True, False])
def test_of_two_unsaved_texts_the_newer_one_is_opened(cast: Cast, home: User, is_newer: bool) -> None:
    joining.join(cast.circle, home, now=NOON)
    note = writing.begin(cast.circle, cast.meeting, "Note", "", by=cast.botan, now=NOON)
    assert note.head is not None
    writing.keep(note, note.head, "Note", "mine", by=cast.botan, now=NOON)
    writing.keep(note, note.head, "Note", "theirs", by=home, now=LATER if is_newer else EARLIER)
    db.session.add(Presence(note_id=note.id, user_id=home.id, seen_at=NOON, step=3))
    db.session.flush()

    merge(cast, home)

    kept = {one.user_id: one.source for one in db.session.scalars(db.select(WorkingCopy))}
    assert kept[cast.botan.id] == ("theirs" if is_newer else "mine")
    assert set(kept.values()) == {"mine", "theirs"}
    [presence] = db.session.scalars(db.select(Presence))
    assert (presence.user_id, presence.step) == (cast.botan.id, 3 if is_newer else -3)


def test_thanks_to_and_of_both_stand_once_and_none_to_oneself(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    assignments.pair(cast.meeting, chapter, home, now=NOON)
    db.session.flush()
    held = cast.meeting.ends_at
    giving.thank(cast.meeting, [cast.botan.id, home.id], "Hm", by=cast.aki, now=held)
    giving.thank(cast.meeting, [home.id], "Me", by=cast.botan, now=held)

    merge(cast, home)

    [one] = db.session.scalars(db.select(Thanks))
    assert (one.text, one.writer_id, one.presenter_id) == ("Hm", cast.aki.id, cast.botan.id)
