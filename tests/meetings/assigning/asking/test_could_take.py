"""Who could take a chapter is one rule: asking, one's first page and the line under the spine say the same."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from studyhub.circles import queries as circles
from studyhub.circles.models import Format, ParticipationRole
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.meetings import circle_page
from studyhub.meetings.assigning import assignments, pools, suggestions
from studyhub.meetings.assigning.cover import covering
from studyhub.meetings.changing import postponing
from studyhub.meetings.handed_in import waiting
from studyhub.meetings.signing_up import joining, signups
from studyhub.meetings.spines import Progress, small_spines, spine
from studyhub.meetings.wanted_next import wanted_next
from studyhub.people.days import unavailability
from studyhub.people.models import UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, meetings_of


def listen(cast: Cast) -> None:
    joining.join(cast.circle, cast.botan, now=NOON, role=ParticipationRole.LISTENER)


def leave(cast: Cast) -> None:
    joining.leave(cast.circle, cast.botan, now=NOON)


def be_on_leave(cast: Cast) -> None:
    cast.botan.state = UserState.ON_LEAVE


def be_away_then(cast: Cast) -> None:
    unavailability.add(cast.botan, starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 2), reason="Trip")


def be_away_on_another_day_of_that_week(cast: Cast) -> None:
    unavailability.add(cast.botan, starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 4), reason="Trip")


def be_absent(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.botan, now=NOON)


def give_back(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.give_back(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)


def be_silent(cast: Cast) -> None:
    before = NOON - timedelta(days=4)
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=before)


def want_cover(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)


def cover_for_another(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)


def present_elsewhere_that_week(cast: Cast) -> None:
    circle = cast.new_circle(cast.chika, title="Other", meetings=1)
    [meeting] = meetings_of(circle)
    meeting.starts_at, meeting.ends_at = (at + timedelta(days=2) for at in (meeting.starts_at, meeting.ends_at))
    db.session.flush()
    joining.join(circle, cast.botan, now=NOON)
    assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)


def be_on_duty_the_night_before(cast: Cast) -> None:
    begins = cast.meeting.starts_at - timedelta(hours=20)
    calendar.hold("shift:1", CommitmentKind.SHIFT, cast.botan.id, begins, begins + timedelta(hours=8))


def discuss(cast: Cast) -> None:
    cast.meeting.format = Format.DISCUSSED


ACTS: list[Callable[[Cast], None]] = [
    listen,
    leave,
    be_on_leave,
    be_away_then,
    be_away_on_another_day_of_that_week,
    be_absent,
    give_back,
    be_silent,
    want_cover,
    cover_for_another,
    present_elsewhere_that_week,
    be_on_duty_the_night_before,
    discuss,
]


@pytest.mark.parametrize(("hours", "offered"), [(4, [True, True]), (3, [False, False])])
def test_in_the_last_hours_what_one_is_asked_for_by_name_is_offered_to_nobody_else(
    cast: Cast, hours: int, offered: list[bool]
) -> None:
    [dan] = cast.people(1)
    joining.join(cast.circle, dan, now=NOON)
    mine = claim(cast, cast.aki)
    now = cast.meeting.starts_at - timedelta(hours=hours)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.aki, now=now)

    covering.ask(cast.meeting, chapter_of(cast.meeting), dan, [mine.id], by=cast.aki, now=now)

    assert said(cast, now)[1:] == offered
    # Once their time to answer is over, whoever presses first has it.
    assert said(cast, cast.meeting.starts_at - timedelta(minutes=10))[1:] == [True, True]


def said(cast: Cast, now: datetime = NOON) -> list[bool]:
    """Whether Botan could take the first chapter: as asking, home and the spine have it."""
    first = chapter_of(cast.meeting)
    pool = pools.read(cast.circle, [cast.meeting], now=now)
    lines = circle_page.plan_lines(cast.circle, cast.botan, is_inside=True, now=now)
    is_wanted = next(one.wants_presenter for line in lines for one in line.chapters if one.chapter.id == first.id)
    is_asked = cast.botan.id in {one.person.user_id for one in pool.candidates(cast.meeting, first)}
    offered = wanted_next(lines, cast.botan, circles.participation(cast.circle, cast.botan), now=now)
    return [
        is_wanted and is_asked,
        first.id in {one.chapter.id for one in waiting.wanted(cast.botan, now)},
        offered is not None and offered.chapter.id == first.id and offered.can_take,
    ]


def test_asking_home_and_the_spine_agree_whatever_was_done_before(cast: Cast) -> None:
    chance = random.Random(10)  # noqa: S311 -- which scenes are tried, not a secret
    scenes = [[], *([act] for act in ACTS), *(chance.sample(ACTS, 2) for _ in range(12))]
    found: dict[str, list[bool]] = {}
    for acts in scenes:
        with db.session.begin_nested() as scene:
            for act in acts:
                attempt(act, cast)
            db.session.flush()
            found[" ".join(act.__name__ for act in acts)] = said(cast)
            scene.rollback()
        db.session.expire_all()

    assert {name: each for name, each in found.items() if len(set(each)) > 1} == {}
    assert {name for name, each in found.items() if all(each) and " " not in name} == {
        "",
        "be_away_on_another_day_of_that_week",
        "cover_for_another",
    }


def attempt(act: Callable[[Cast], None], cast: Cast) -> None:
    """Two acts may not fit together: then the second did not happen."""
    try:
        act(cast)
    except (assignments.ChapterTaken, assignments.ListenerNeverAsked, assignments.AssignmentClosed):
        db.session.flush()


def ask_somebody_to_stand_in(cast: Cast) -> None:
    [dan] = cast.people(1)
    joining.join(cast.circle, dan, now=NOON)
    cover_for_another(cast)
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), dan, by=cast.aki, now=NOON)


def look_for_cover_as_one_of_two(cast: Cast) -> None:
    claim(cast, cast.aki)
    assignments.pair(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)


def postpone(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)


@pytest.mark.parametrize("act", [ask_somebody_to_stand_in, look_for_cover_as_one_of_two, postpone, *ACTS])
def test_card_and_spine_count_as_many_chapters_as_the_line_under_the_spine(
    cast: Cast, act: Callable[[Cast], None]
) -> None:
    act(cast)
    db.session.flush()

    lines = circle_page.plan_lines(cast.circle, cast.chika, is_inside=True, now=NOON)
    line = wanted_next(lines, cast.chika, None, now=NOON)

    whole, small = spine(cast.circle, now=NOON), small_spines([cast.circle.id], now=NOON)[cast.circle.id]
    assert line
    assert whole
    # The chapter that comes next carries the bookmark instead.
    hidden = whole.chapters[0].chapter_id == line.chapter.id
    assert small.wanted == line.others + 1
    assert len(whole.of(Progress.OPEN)) == small.wanted - hidden
