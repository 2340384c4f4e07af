"""A Scrum of Scrums of four rounds, two weeks apart, and a second team beside that of Aki and Botan."""

from datetime import timedelta

import pytest

from studyhub.circles.models import CircleKind, Format
from studyhub.db import db
from studyhub.meetings.changing import creating
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.sos import writing
from studyhub.sos.models import Mood, TeamUpdate
from studyhub.teams import memberships
from studyhub.teams.models import Team
from tests.cast import NOON, Cast
from tests.meetings.scenes import meetings_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def handed_in(meeting: Meeting, team: Team, by: User, wants: str = "", line: str = "Sale in two weeks") -> TeamUpdate:
    """A card that was handed in two hours before the round."""
    words = writing.Words(Mood.FINE, line, "", wants)
    return writing.hand_in(meeting, team.id, words, base=0, by=by, now=meeting.starts_at - 2 * HOUR)


@pytest.fixture
def rounds(cast: Cast) -> list[Meeting]:
    begins = [NOON + 2 * DAY + number * 14 * DAY for number in range(4)]
    new = creating.NewCircle(
        title="SoS",
        key="sos",
        kind=CircleKind.SOS,
        format=Format.DISCUSSED,
        meetings=[creating.NewMeeting(begin, begin + HOUR / 2) for begin in begins],
    )
    circle = creating.create(new, by=cast.aki, now=NOON)
    db.session.commit()
    return meetings_of(circle)


@pytest.fixture
def other(cast: Cast) -> Team:
    """SUZURI, which Chika leads alone."""
    team = memberships.create_team("SUZURI", by=cast.admin, now=NOON)
    memberships.add_member(team, cast.chika, by=cast.admin, now=NOON)
    memberships.name_lead(team, cast.chika, is_lead=True, by=cast.admin, now=NOON)
    db.session.commit()
    return team
