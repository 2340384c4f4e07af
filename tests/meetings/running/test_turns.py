"""Who is proposed as scribe and facilitator: whoever did it least of late, by the ledger."""

from datetime import date, timedelta

from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.running import turns
from studyhub.meetings.running.turns import Turn
from studyhub.meetings.signing_up import signups
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of


def did(user: User, duty: Duty, on: date) -> None:
    entry = DutyEntry(source=f"{duty}:{user.id}:{on}", duty=duty, user_id=user.id, happened_on=on)
    db.session.add(entry)
    db.session.flush()


def proposed(cast: Cast) -> dict[Duty, Turn]:
    people = db.session.scalars(queries.can_lead(cast.meeting)).all()
    return turns.turns(cast.meeting, people, now=NOON)


def test_whoever_wrote_least_of_late_is_proposed_with_the_figure(cast: Cast) -> None:
    did(cast.aki, Duty.SCRIBED, NOON.date() - timedelta(days=20))
    did(cast.botan, Duty.SCRIBED, NOON.date() - timedelta(days=200))
    did(cast.botan, Duty.FACILITATED, NOON.date() - timedelta(days=20))

    found = proposed(cast)

    assert found[Duty.SCRIBED] == Turn(cast.botan, 0, NOON.date() - timedelta(days=200))
    assert found[Duty.FACILITATED] == Turn(cast.aki, 0, None)


def test_whoever_presents_or_was_on_duty_the_night_before_is_not_proposed(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)
    begins = cast.meeting.starts_at - timedelta(hours=24)
    calendar.hold("shift:1", CommitmentKind.SHIFT, cast.botan.id, begins, begins + timedelta(hours=15))
    db.session.flush()

    assert proposed(cast)[Duty.SCRIBED].person == cast.chika


def test_where_somebody_is_named_nobody_is_proposed(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.aki.id
    db.session.flush()

    assert list(proposed(cast)) == [Duty.FACILITATED]


def test_the_form_says_who_and_why(cast: Cast) -> None:
    did(cast.aki, Duty.SCRIBED, NOON.date() - timedelta(days=20))
    db.session.commit()

    page = cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/edit").text

    assert "最近いちばん少ないのはBotanさんです（3か月で0回）。" in page
