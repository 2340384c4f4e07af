"""Two accounts of one person are made one: everything moves, and what one may have once is there once.

Botan has a second account, "Botan at home", which goes.
"""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete

from studyhub import tables
from studyhub.audit.models import AuditEvent
from studyhub.circles import invitations as circle_invitations
from studyhub.circles import queries as circles
from studyhub.circles.models import CircleInvitation, Participation, ParticipationRole
from studyhub.commitments.models import Commitment
from studyhub.db import Base, db
from studyhub.delivery import outbox
from studyhub.delivery.models import DeliveryState, MessagePreference, OutboxMessage
from studyhub.departures import merged_columns, merging
from studyhub.departures.merging import CannotMerge, Obstacle
from studyhub.departures.self_approvals import self_approved
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings import cancelling, joining, queries, signups
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ReadTick, ThoughtKind, ThoughtLike
from studyhub.notes import releasing, writing
from studyhub.notes.models import WorkingCopy
from studyhub.notes.together_models import Presence
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.models import Device, ImpossibleMove, OutsideName, TokenPurpose, User, UserState
from studyhub.people.tokens import is_valid, issue
from studyhub.teams import memberships
from studyhub.teams.models import Membership
from tests.accounts.browsing import GOOD
from tests.cast import CHEAP_HASHER, NOON, Cast
from tests.conftest import SECRET_KEY
from tests.meetings.scenes import after, chapter_of, messages, small_meeting, state
from tests.test_constraints import add_row

assert tables.FEATURES
EARLIER, LATER = NOON - timedelta(days=1), NOON + timedelta(days=1)


@pytest.fixture
def home(cast: Cast) -> User:
    """The second account of Botan."""
    return cast.person("Home")


def merge(cast: Cast, home: User, *, now: datetime = NOON) -> None:
    merging.merge(home, cast.botan, by=cast.admin, now=now)
    db.session.flush()


def columns_to_people() -> set[tuple[str, str]]:
    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "user" for key in column.foreign_keys):
                found.add((table.name, column.name))
    return found


NAMED = (
    merged_columns.MOVED,
    merged_columns.WITHOUT_SECOND,
    merged_columns.ONE_BY_ONE,
    merged_columns.ENDED,
    merged_columns.KEPT,
)


def test_every_column_that_names_a_person_is_thought_of() -> None:
    named = [(column.class_.__tablename__, column.key) for group in NAMED for column in group]

    assert len(named) == len(set(named))
    assert set(named) == columns_to_people()


@pytest.mark.parametrize("column", merged_columns.MOVED, ids=str)
def test_what_stands_alone_moves(cast: Cast, home: User, column: merged_columns.Column) -> None:
    table = column.class_.__table__
    extra = {"state": "left"} if table.name == "user" else {}
    row = add_row(table, {column.key: home.id, **extra})

    merge(cast, home)

    assert db.session.scalar(db.select(table.c[column.key]).where(table.c.id == row["id"])) == cast.botan.id


def test_nothing_of_a_person_is_left_with_the_account_that_went(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    memberships.add_member(cast.team, home, by=cast.admin, now=NOON)
    saying.tick(chapter_of(cast.meeting), home, now=NOON)

    merge(cast, home)

    moved = (*merged_columns.MOVED, *merged_columns.WITHOUT_SECOND)
    left = [column for column in moved if db.session.scalar(db.select(column).where(column == home.id).limit(1))]
    assert left == []


def test_the_account_stays_as_a_row_that_says_what_it_became(cast: Cast, home: User) -> None:
    merge(cast, home)

    assert (home.state, home.merged_into_id) == (UserState.LEFT, cast.botan.id)
    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "user.merged"))
    assert (event.actor_id, event.subject_id) == (cast.admin.id, home.id)
    assert event.after == {"user_id": cast.botan.id, "self_approved": []}


def test_what_was_done_stays_under_the_account_that_did_it(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)

    merge(cast, home)

    actors = db.session.scalars(db.select(AuditEvent.actor_id).where(AuditEvent.action == "circle.joined"))
    assert home.id in set(actors)


def test_of_two_places_the_seat_stays_and_what_is_freed_goes_to_the_next(cast: Cast, home: User) -> None:
    meeting = small_meeting(cast, capacity=3)
    for user in (home, cast.botan, cast.aki):
        signups.sign_up(meeting, user, now=NOON)
    assert state(meeting, cast.aki) is SignupState.WAITLISTED

    merge(cast, home)

    assert (state(meeting, cast.botan), state(meeting, cast.aki)) == (SignupState.CONFIRMED, SignupState.CONFIRMED)
    assert messages("promoted") == ["Aki"]


@pytest.mark.parametrize("seated", ["home", "botan"])
def test_the_better_of_two_places_stays_whoever_has_it(cast: Cast, home: User, seated: str) -> None:
    meeting = small_meeting(cast, capacity=2)
    first, second = (home, cast.botan) if seated == "home" else (cast.botan, home)
    signups.sign_up(meeting, first, now=NOON)
    signups.sign_up(meeting, second, now=LATER)

    merge(cast, home)

    assert state(meeting, cast.botan) is SignupState.CONFIRMED
    held = db.session.scalars(db.select(Signup).where(Signup.meeting_id == meeting.id, Signup.user_id == cast.botan.id))
    assert {one.state for one in held} == {SignupState.CONFIRMED, SignupState.WITHDRAWN}


def test_a_person_is_busy_once_at_a_time(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)

    merge(cast, home)

    starts = db.session.scalars(db.select(Commitment.starts_at).where(Commitment.user_id == cast.botan.id)).all()
    assert len(starts) == len(set(starts)) == len(cast.meetings)
    assert db.session.scalars(db.select(Commitment).where(Commitment.user_id == home.id)).all() == []


def test_undoing_a_cancellation_gives_one_of_two_places_back(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.DROP, by=cast.aki, now=NOON)
    merge(cast, home)

    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)

    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED
    assert len(db.session.scalars(queries.confirmed(cast.meeting)).all()) == 2


def test_undoing_a_cancellation_gives_one_of_two_presenters_back(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    chapter = chapter_of(cast.meeting)
    for user in (home, cast.botan):
        present(cast.meeting, user, AssignmentState.ACCEPTED)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.DROP, by=cast.aki, now=NOON)
    merge(cast, home)

    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)

    assert states_of(cast.botan, chapter.id) == [AssignmentState.ACCEPTED, AssignmentState.GIVEN_BACK]


def present(meeting: Meeting, user: User, state: AssignmentState) -> Assignment:
    one = Assignment(chapter_id=chapter_of(meeting).id, meeting_id=meeting.id, user_id=user.id, state=state)
    one.created_at = one.changed_at = NOON
    db.session.add(one)
    db.session.flush()
    return one


def states_of(user: User, chapter_id: int) -> list[AssignmentState]:
    rows = db.select(Assignment.state).where(Assignment.user_id == user.id, Assignment.chapter_id == chapter_id)
    return sorted(db.session.scalars(rows))


def test_a_chapter_of_both_is_presented_once(cast: Cast, home: User) -> None:
    present(cast.meeting, cast.botan, AssignmentState.SUGGESTED)
    present(cast.meeting, home, AssignmentState.READY)

    merge(cast, home)

    assert states_of(cast.botan, chapter_of(cast.meeting).id) == [AssignmentState.GIVEN_BACK, AssignmentState.READY]


def test_what_both_presented_counts_once(cast: Cast, home: User) -> None:
    for user in (home, cast.botan):
        one = present(cast.meeting, user, AssignmentState.PRESENTED)
        entry = DutyEntry(source=f"presented:{one.id}", duty=Duty.PRESENTED, user_id=user.id)
        entry.happened_on = date(2026, 12, 2)
        db.session.add(entry)
    db.session.flush()

    merge(cast, home)

    assert len(db.session.scalars(db.select(DutyEntry).where(DutyEntry.user_id == cast.botan.id)).all()) == 1


@pytest.mark.parametrize(
    ("theirs", "mine", "kept"),
    [("attended", "absent", "attended"), ("late", "attended", "attended"), ("absent", "excused", "excused")],
)
def test_the_stronger_record_of_a_session_stays(cast: Cast, home: User, theirs: str, mine: str, kept: str) -> None:
    for user, said in ((home, theirs), (cast.botan, mine)):
        record = Attendance(meeting_id=cast.meeting.id, user_id=user.id, state=AttendanceState(said))
        record.recorded_at = NOON
        db.session.add(record)
    db.session.flush()

    merge(cast, home, now=after(cast.meeting))

    [record] = db.session.scalars(db.select(Attendance).where(Attendance.meeting_id == cast.meeting.id))
    assert (record.user_id, record.state) == (cast.botan.id, AttendanceState(kept))


def test_whoever_is_absent_with_one_account_and_seated_with_the_other_is_expected(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    merge(cast, home)

    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED
    assert queries.attendance_of(cast.meeting, cast.botan) is None


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


def test_everything_that_was_open_to_the_account_is_closed(cast: Cast, home: User) -> None:
    cast.browser(home)
    home.password_hash = CHEAP_HASHER.hash(GOOD)
    db.session.add(MessagePreference(user_id=home.id, kind="promoted", channel="mail", is_wanted=False))
    feed = addresses.token(home, Purpose.FEED, key=SECRET_KEY)
    calendar = addresses.token(home, Purpose.CALENDAR, key=SECRET_KEY)
    link = issue(TokenPurpose.RESET, key=SECRET_KEY, now=NOON, lasts=timedelta(hours=1), user=home)

    merge(cast, home)

    assert db.session.scalars(db.select(Device).where(Device.user_id == home.id)).all() == []
    assert db.session.scalars(db.select(MessagePreference)).all() == []
    assert db.session.scalar(db.select(User.password_hash).where(User.id == home.id)) is None
    assert addresses.owner(feed, Purpose.FEED, keys=[SECRET_KEY]) is None
    assert addresses.token(home, Purpose.FEED, key=SECRET_KEY) != feed
    assert addresses.token(home, Purpose.CALENDAR, key=SECRET_KEY) != calendar
    db.session.refresh(link)
    assert not is_valid(link, NOON)


def test_the_account_that_went_can_never_be_anybody_again(cast: Cast, home: User) -> None:
    merge(cast, home)

    with pytest.raises(ImpossibleMove):
        home.move_to(UserState.ACTIVE)


def test_what_waits_to_be_sent_goes_to_the_account_that_stays_once(cast: Cast, home: User) -> None:
    payload = {"slug": "sre", "circle": "SRE"}
    outbox.add("organizer_wanted", home, key="both", payload=payload, now=NOON)
    outbox.add("organizer_wanted", cast.botan, key="both", payload=payload, now=NOON)
    outbox.add("organizer_wanted", home, key="theirs", payload=payload, now=NOON)

    merge(cast, home)

    rows = db.select(OutboxMessage).where(OutboxMessage.kind == "organizer_wanted", OutboxMessage.channel == "mail")
    waiting = [one for one in db.session.scalars(rows) if one.state is DeliveryState.WAITING]
    assert {(one.key.split(":")[0], one.recipient_id) for one in waiting} == {
        ("both", cast.botan.id),
        ("theirs", cast.botan.id),
    }
    assert len(waiting) == 2


def test_roles_of_either_are_kept_and_what_was_not_known_is_filled_in(cast: Cast, home: User) -> None:
    home.is_editor, home.number, home.kana, home.joined_on = True, "E-7", "ぼたん", date(2020, 4, 1)
    cast.botan.joined_on = date(2024, 4, 1)

    merge(cast, home)

    facts = (cast.botan.is_editor, cast.botan.number, cast.botan.kana, cast.botan.joined_on)
    assert facts == (True, "E-7", "ぼたん", date(2020, 4, 1))
    db.session.refresh(home)
    assert not home.is_editor
    assert home.number is None


def test_whoever_wrote_with_both_is_named_outside_by_the_narrower_of_what_they_agreed_to(
    cast: Cast, home: User
) -> None:
    cast.botan.outside_name = OutsideName.REAL
    joining.join(cast.circle, home, now=NOON)
    note = writing.begin(cast.circle, cast.meeting, "Note", "", by=home, now=NOON)
    assert note.head is not None
    writing.edit(note, note.head, "Note", "Text", by=home, now=NOON)

    merge(cast, home)

    assert cast.botan.outside_name is OutsideName.ANONYMOUS


def test_an_account_that_wrote_nothing_narrows_nothing(cast: Cast, home: User) -> None:
    cast.botan.outside_name = OutsideName.REAL

    merge(cast, home)

    assert cast.botan.outside_name is OutsideName.REAL


def test_what_one_account_released_of_the_other_is_named(cast: Cast, home: User) -> None:
    home.is_editor = True
    note = writing.begin(cast.circle, cast.meeting, "Note", "", by=cast.botan, now=NOON)
    assert note.head is not None
    writing.edit(note, note.head, "Note", "Text", by=cast.botan, now=NOON)
    releasing.share(note, by=cast.botan, now=NOON)
    release = releasing.request(note, by=cast.botan, now=NOON)
    releasing.approve(release, read_sha256=release.sha256, by=home, now=NOON)
    assert self_approved(home, cast.botan) == [release]

    merge(cast, home)

    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "user.merged"))
    assert (event.after or {})["self_approved"] == [release.id]
    assert release.requested_by_id == release.approved_by_id == cast.botan.id


def test_both_addresses_are_told(cast: Cast, home: User) -> None:
    merge(cast, home)

    rows = db.select(OutboxMessage).where(OutboxMessage.kind == "accounts_merged", OutboxMessage.channel == "mail")
    assert {one.address for one in db.session.scalars(rows)} == {None, "home@example.com"}


def test_an_address_that_was_never_shown_to_be_theirs_is_not_written_to(cast: Cast, home: User) -> None:
    home.confirmed_at = None

    merge(cast, home)

    rows = db.select(OutboxMessage.address).where(OutboxMessage.kind == "accounts_merged")
    assert set(db.session.scalars(rows)) == {None}


def test_what_cannot_be_made_one_is_refused(cast: Cast, home: User) -> None:
    away = cast.person("Away", state=UserState.ON_LEAVE)
    merged = cast.person("Merged", state=UserState.LEFT, merged_into_id=cast.aki.id)

    def refusal(going: User, staying: User) -> Obstacle:
        with pytest.raises(CannotMerge) as refused:
            merging.merge(going, staying, by=cast.admin, now=NOON)
        return refused.value.obstacle

    assert refusal(home, home) is Obstacle.SAME
    assert refusal(cast.admin, home) is Obstacle.OWN
    assert refusal(merged, home) is Obstacle.MERGED
    assert refusal(home, merged) is Obstacle.MERGED
    assert refusal(home, away) is Obstacle.NOT_ACTIVE


def test_an_administrator_remains(cast: Cast, home: User) -> None:
    home.is_admin = True

    merging.merge(home, cast.admin, by=cast.admin, now=NOON)

    assert (cast.admin.is_admin, home.is_admin) == (True, False)


@pytest.mark.parametrize("state", [UserState.INVITED, UserState.PENDING, UserState.SUSPENDED, UserState.LEFT])
def test_an_account_in_any_state_becomes_part_of_another(cast: Cast, home: User, state: UserState) -> None:
    home.state = state

    merge(cast, home)

    assert (home.state, home.merged_into_id) == (UserState.LEFT, cast.botan.id)


def test_one_that_became_part_of_it_before_follows(cast: Cast, home: User) -> None:
    first = cast.person("First", state=UserState.LEFT, merged_into_id=home.id)

    merge(cast, home)

    assert first.merged_into_id == cast.botan.id
