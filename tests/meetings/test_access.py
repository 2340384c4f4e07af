"""Who waits to be accepted and asks for something of meetings; everybody else is in tests/rights/tables/expected.py."""

import pytest

from studyhub.circles.models import Visibility
from studyhub.people.models import UserState
from tests.cast import Cast
from tests.meetings.scenes import chapter_of, meetings_of


@pytest.mark.parametrize(("visibility", "expected"), [(Visibility.PUBLIC, 303), (Visibility.INSIDE, 404)])
def test_who_waits_to_be_accepted_signs_up_for_public_circles_only(
    cast: Cast, visibility: Visibility, expected: int
) -> None:
    [meeting] = meetings_of(cast.new_circle(cast.aki, title="Open", visibility=visibility, meetings=1))
    pending = cast.person("Pending", state=UserState.PENDING)

    answer = cast.browser(pending).post(f"/meetings/{meeting.id}/signup")

    assert answer.status_code == expected


def test_who_waits_to_be_accepted_claims_nothing(cast: Cast) -> None:
    [meeting] = meetings_of(cast.new_circle(cast.aki, title="Open", visibility=Visibility.PUBLIC, meetings=1))
    pending = cast.person("Pending", state=UserState.PENDING)
    address = f"/meetings/{meeting.id}/chapters/{chapter_of(meeting).id}/assignment"

    answer = cast.browser(pending).post(address, data={"action": "claim"})

    assert answer.status_code == 403
