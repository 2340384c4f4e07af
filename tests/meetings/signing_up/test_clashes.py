"""What somebody has at the same time is named, as far as it is theirs to know of."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.meetings.signing_up import signups
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to, meetings_of


def said(cast: Cast) -> Sequence[bool]:
    """Whether Chika, who signs up, reads these words before it and after it."""
    browser, address = cast.browser(cast.chika), f"/meetings/{cast.meeting.id}/"
    before = browser.get(address).text
    browser.post(f"{address}signup")
    after = browser.get(address).text
    return [word in page for page in (before, after) for word in ("オンコールの当番（", "別の予定（")]


@pytest.mark.parametrize("kind", [CommitmentKind.SHIFT, CommitmentKind.SHADOW])
def test_ones_own_turn_on_call_is_called_so(cast: Cast, kind: CommitmentKind) -> None:
    begins = cast.meeting.starts_at
    calendar.hold("shift:1", kind, cast.chika.id, begins, begins + timedelta(hours=12))
    go_to(NOON)

    assert said(cast) == [True, False, True, False]


def test_what_one_may_not_know_of_any_more_is_another_commitment(cast: Cast) -> None:
    circle = cast.new_circle(cast.botan, title="Closed", meetings=1)
    [meeting] = meetings_of(circle)
    signups.sign_up(meeting, cast.chika, now=NOON)
    circle.visibility = Visibility.PARTICIPANTS
    db.session.flush()
    go_to(NOON)

    assert said(cast) == [False, True, False, True]
