"""Nobody is asked for a chapter on the day after a night on duty, and the page says why."""

from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.meetings.assigning import asking, pools
from studyhub.meetings.assigning.obstacles import Obstacle
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps import hours
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of
from tests.rota.conftest import crew, keeper, published, rota

__all__ = ["crew", "keeper", "published", "rota"]


@pytest.fixture
def night(published: Rota) -> Shift:
    """A weeknight, which ends at ten in the morning."""
    rows = db.select(Shift).where(Shift.kind == "weeknight", Shift.user_id.is_not(None)).order_by(Shift.starts_at)
    found: Shift = db.session.scalars(rows.limit(1)).one()
    return found


@pytest.fixture
def morning(cast: Cast, night: Shift) -> Meeting:
    """A session at eleven, an hour after the night."""
    meeting = cast.meetings[1]
    meeting.starts_at = night.ends_at + timedelta(hours=1)
    meeting.ends_at = meeting.starts_at + timedelta(hours=1)
    db.session.commit()
    return meeting


def take_part(cast: Cast, shift: Shift) -> User:
    """Let Botan have a published night, with all that follows from it."""
    swap = Swap(shift_id=shift.id, kind=SwapKind.GIVE, starts_at=shift.starts_at, ends_at=shift.ends_at)
    swap.giver_id, swap.taker_id, swap.asked_by_id = shift.user_id, cast.botan.id, shift.user_id or 0
    swap.asked_at = swap.accepted_at = NOON
    db.session.add(swap)
    db.session.flush()
    hours.note([shift])
    db.session.commit()
    return cast.botan


def test_whoever_was_on_duty_that_night_is_not_asked_and_the_page_says_why(
    cast: Cast, night: Shift, morning: Meeting
) -> None:
    take_part(cast, night)
    chapter = chapter_of(morning)

    found = pools.read(cast.circle, [morning], now=NOON).obstacles(morning, chapter)
    asked = asking.ask_first(morning, chapter, by=cast.aki, now=NOON)

    assert found == {cast.botan.id: Obstacle.BUSY}
    assert asked.user_id == cast.aki.id


def test_the_order_of_asking_names_them_with_the_reason(cast: Cast, night: Shift, morning: Meeting) -> None:
    take_part(cast, night)

    page = cast.browser(cast.aki).get(f"/meetings/{morning.id}/chapters/{chapter_of(morning).id}/edit").text

    assert "Botan:" in page
    assert "当日か前夜に予定か当番がある" in page


def test_whose_night_was_taken_over_is_asked_again(
    cast: Cast, night: Shift, morning: Meeting, crew: list[User]
) -> None:
    take_part(cast, night)
    db.session.query(Swap).one().undone_at = NOON
    db.session.flush()
    hours.note([night])
    db.session.commit()

    assert pools.read(cast.circle, [morning], now=NOON).obstacles(morning, chapter_of(morning)) == {}
