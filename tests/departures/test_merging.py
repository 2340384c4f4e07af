"""Two accounts of one person are made one: everything moves, and what one may have once is there once.

Botan has a second account, "Botan at home", which goes.
"""

from datetime import date, timedelta

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.db import Base, db
from studyhub.delivery import outbox
from studyhub.delivery.models import DeliveryState, MessagePreference, OutboxMessage
from studyhub.departures import merging
from studyhub.departures.merging import CannotMerge, Obstacle
from studyhub.departures.self_approvals import self_approved
from studyhub.features import FEATURES
from studyhub.meetings.signing_up import joining
from studyhub.meetings.thoughts import saying
from studyhub.notes.edits import writing
from studyhub.notes.releases import releasing
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.departing import Column
from studyhub.people.models import Device, ImpossibleMove, OutsideName, TokenPurpose, User, UserState
from studyhub.people.tokens import is_valid, issue
from studyhub.teams import memberships
from tests.accounts.browsing import GOOD
from tests.cast import CHEAP_HASHER, NOON, OF_PEOPLE, Cast
from tests.conftest import SECRET_KEY
from tests.database.test_constraints import add_row
from tests.departures.second_account import merge
from tests.meetings.scenes import chapter_of

assert FEATURES


def columns_to_people() -> set[tuple[str, str]]:
    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "user" for key in column.foreign_keys):
                found.add((table.name, column.name))
    return found


def test_every_column_that_names_a_person_is_thought_of() -> None:
    named = [(column.class_.__tablename__, column.key) for part in OF_PEOPLE for column in part.columns]

    assert len(named) == len(set(named))
    assert set(named) == columns_to_people()


# What rows must hold besides.
BESIDE: dict[str, dict[str, object]] = {
    "user.merged_into_id": {"state": "left"},
    "rota_draft.published_by_id": {"published_at": NOON},
    "alert.acted_by_id": {"is_acted_on": True},
    "help_wanted.claimed_by_id": {"claimed_at": NOON},
    "path.ended_by_id": {"ended_at": NOON},
    "handoff.taken_by_id": {"taken_at": NOON},
    "allowance_row.entered_by_id": {"reason": "An hour was missing."},
}


@pytest.mark.parametrize("column", [column for part in OF_PEOPLE for column in part.moved], ids=str)
def test_what_stands_alone_moves(cast: Cast, home: User, column: Column) -> None:
    table = column.class_.__table__
    extra = BESIDE.get(f"{table.name}.{column.key}", {})
    row = add_row(table, {column.key: home.id, **extra})

    merge(cast, home)

    assert db.session.scalar(db.select(table.c[column.key]).where(table.c.id == row["id"])) == cast.botan.id


def test_nothing_of_a_person_is_left_with_the_account_that_went(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    memberships.add_member(cast.team, home, by=cast.admin, now=NOON)
    saying.tick(chapter_of(cast.meeting), home, now=NOON)

    merge(cast, home)

    moved = [column for part in OF_PEOPLE for column in (*part.moved, *part.without_second)]
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
            merging.merge(going, staying, OF_PEOPLE, by=cast.admin, now=NOON)
        return refused.value.obstacle

    assert refusal(home, home) is Obstacle.SAME
    assert refusal(cast.admin, home) is Obstacle.OWN
    assert refusal(merged, home) is Obstacle.MERGED
    assert refusal(home, merged) is Obstacle.MERGED
    assert refusal(home, away) is Obstacle.NOT_ACTIVE


def test_an_administrator_remains(cast: Cast, home: User) -> None:
    home.is_admin = True

    merging.merge(home, cast.admin, OF_PEOPLE, by=cast.admin, now=NOON)

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
