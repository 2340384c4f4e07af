"""Early warning at home of whoever organises: of each circle the most urgent sign, as its own page says it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from lxml import html

from studyhub.circles import organizers
from studyhub.circles.models import Circle, CircleState, Format
from studyhub.db import db
from studyhub.handing_in import features_of
from studyhub.home import early
from studyhub.home.waiting import found_for, in_turn
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.health.signals import Sign
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.notes.edits import writing
from studyhub.notes.releases import releasing
from studyhub.people.models import User, UserState
from tests.cast import NOON, Browser, Cast, query_count
from tests.joins.test_early_warning_before_a_circle_dies import a_crowd, call_off, come
from tests.meetings.scenes import after, chapter_of, go_to
from tests.notes.notebook import note_of

# One that is alone is told at home too, until a second organises.
ALONE = "主催者が1人だけです"


@pytest.fixture
def sound(cast: Cast) -> Cast:
    """A circle of which nothing is to be said: every chapter has its presenter, and two organise it."""
    for meeting in cast.meetings:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)
    organizers.name(cast.circle, cast.botan, by=cast.aki, now=NOON)
    go_to(NOON)
    return cast


def lines(browser: Browser, address: str, sheet: str) -> dict[str, str]:
    """What waits in a sheet of a page, each with the address of what settles it."""
    page: Any = html.fromstring(browser.get(address).text)
    found = page.xpath(f"//section[@aria-labelledby='{sheet}']/ul[contains(@class, 'waits')]/li")
    address_of = "string((.//a | .//form)/@href | .//form/@action)"
    return {" ".join(line.xpath("string(.//p)").split()): line.xpath(address_of) for line in found}


def waiting_lines(cast: Cast) -> list[tuple[str, str]]:
    """Each line that waits for Aki, with what stands below it."""
    page: Any = html.fromstring(cast.browser(cast.aki).get("/").text)
    found = [item.xpath("./div/p") for item in page.xpath("//section[@aria-labelledby='waits']/ul/li")]
    return [(" ".join(said.text_content().split()), below.text_content().strip()) for said, below in found]


def at_home(cast: Cast) -> dict[str, str]:
    return lines(cast.browser(cast.aki), "/", "waits")


def signs(cast: Cast, now: datetime) -> list[Sign]:
    return [one.mend.sign for one in early.warnings(cast.aki, now)]


def open_chapters(cast: Cast) -> tuple[Sign, datetime]:
    for meeting in cast.meetings[:2]:
        assignments.give_back(meeting, chapter_of(meeting), cast.botan, now=NOON)
    return Sign.OPEN, NOON


def open_chapter(cast: Cast) -> tuple[Sign, datetime]:
    assignments.give_back(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    return Sign.OPEN, NOON


def missing_note(cast: Cast) -> tuple[Sign, datetime]:
    return Sign.NOTE, after(cast.meeting, days=7)


def draft(cast: Cast) -> tuple[Sign, datetime]:
    cast.meeting.scribe_id = cast.botan.id
    note_of(cast)
    return Sign.SHARING, after(cast.meeting, days=7)


def called_off(cast: Cast) -> tuple[Sign, datetime]:
    call_off(cast, 1, 2)
    return Sign.CALLED_OFF, NOON


def fewer(cast: Cast) -> tuple[Sign, datetime]:
    come(cast, a_crowd(cast), [6, 5, 4])
    return Sign.FALLING, after(cast.meetings[2])


def one_organizer(cast: Cast) -> tuple[Sign, datetime]:
    cast.botan.state = UserState.ON_LEAVE
    return Sign.ONE_ORGANIZER, NOON


SIGNS = [open_chapters, open_chapter, missing_note, draft, called_off, fewer, one_organizer]


@pytest.mark.parametrize("becomes", SIGNS)
def test_what_the_circle_s_page_warns_of_stands_at_home_in_its_words(
    sound: Cast, becomes: Callable[[Cast], tuple[Sign, datetime]]
) -> None:
    sign, now = becomes(sound)
    if sign not in (Sign.NOTE, Sign.SHARING):
        share_all(sound, now)
    go_to(now)

    home, page = at_home(sound), lines(sound.browser(sound.aki), f"/circles/{sound.circle.slug}/", "health")

    assert signs(sound, now) == [sign]
    assert home.items() & page.items()
    [told] = [line for line in waiting_lines(sound) if line[0] in page]
    assert told[1].startswith("SRE ・ ")


def share_all(cast: Cast, now: datetime) -> None:
    for meeting in cast.meetings:
        if meeting.is_held(now):
            note = writing.begin(cast.circle, meeting, "Notes", "", by=cast.botan, now=NOON)
            releasing.share(note, by=cast.aki, now=now)


def test_nothing_is_said_of_a_circle_in_order_and_nothing_is_asked_for_it(sound: Cast) -> None:
    kinds = [kind for feature in features_of(sound.app) for kind in feature.waits if kind.asks]
    found_for(sound.aki, kinds, now=NOON)

    with query_count(1):
        waiting = in_turn(found_for(sound.aki, kinds, now=NOON))

    assert (waiting.count, signs(sound, NOON)) == (0, [])


def test_of_a_circle_the_most_urgent_is_said_and_the_next_once_it_is_mended(sound: Cast) -> None:
    organizers.step_down(sound.circle, sound.botan, now=NOON)
    call_off(sound, 2, 3)
    assignments.give_back(sound.meetings[3], chapter_of(sound.meetings[3]), sound.botan, now=NOON)
    now = after(sound.meeting, days=8)
    share_all(sound, now)
    assert signs(sound, now) == [Sign.OPEN]

    suggestions.suggest(sound.meetings[3], chapter_of(sound.meetings[3]), sound.botan, by=sound.aki, now=now)

    assert signs(sound, now) == [Sign.CALLED_OFF]


def test_that_one_organises_alone_is_said_until_there_are_two(cast: Cast) -> None:
    for meeting in cast.meetings:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)
    go_to(NOON)
    assert at_home(cast) == {ALONE: "/circles/sre/people"}

    organizers.name(cast.circle, cast.botan, by=cast.aki, now=NOON)

    assert at_home(cast) == {}


@pytest.mark.parametrize("days", [6.9, 7])
def test_a_note_is_missed_by_organisers_a_week_after_the_end_and_before_that_by_its_scribe(
    sound: Cast, days: float
) -> None:
    sound.meeting.scribe_id = sound.botan.id
    note_of(sound)
    db.session.flush()

    assert signs(sound, after(sound.meeting, days=days)) == ([Sign.SHARING] if days == 7 else [])


def test_what_the_reader_is_reminded_of_as_scribe_is_not_said_twice(sound: Cast) -> None:
    sound.meeting.scribe_id = sound.aki.id
    db.session.flush()
    now = after(sound.meeting, days=7)
    go_to(now)

    assert (signs(sound, now), len([line for line in at_home(sound) if "第1回" in line])) == ([], 2)


@pytest.mark.parametrize("state", [CircleState.PAUSED, CircleState.ENDED])
def test_a_circle_that_does_not_run_is_not_warned_of(cast: Cast, state: CircleState) -> None:
    assert signs(cast, NOON) == [Sign.OPEN]

    cast.circle.move_to(state)
    db.session.flush()

    assert signs(cast, NOON) == []


def test_nobody_but_organisers_is_warned(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=NOON)

    assert [early.warnings(user, NOON) for user in (cast.botan, cast.chika, cast.admin)] == [[], [], []]


@pytest.mark.parametrize("day", range(0, 36, 5))
def test_home_warns_on_the_days_on_which_the_circle_s_page_does(sound: Cast, day: int) -> None:
    organizers.step_down(sound.circle, sound.botan, now=NOON)
    call_off(sound, 2, 3)
    assignments.give_back(sound.meetings[3], chapter_of(sound.meetings[3]), sound.botan, now=NOON)
    now = NOON + timedelta(days=day)
    share_all(sound, now)
    go_to(now)

    home, page = at_home(sound), lines(sound.browser(sound.aki), f"/circles/{sound.circle.slug}/", "health")

    asked = [line for line in page if "担当が未定" in line or "中止になって" in line or line == ALONE]
    assert [line for line in home if line in page and line in asked] == asked[:1]


# Each sign alone, several at once, and none: of the first ninety, which agree as well.
@pytest.mark.parametrize("seed", [3, 9, 14, 25, 50, 52, 69, 75, 81, 87])
def test_home_says_first_of_what_the_circle_s_page_says_however_it_went(cast: Cast, seed: int) -> None:
    circle, now = however_it_goes(cast, Random(seed))  # noqa: S311 -- the same circles in each run
    go_to(now)

    home, page = at_home(cast), lines(cast.browser(cast.aki), f"/circles/{circle.slug}/", "health")

    assert told_by_both(home) == told_by_both(page)[:1]


def told_by_both(said: dict[str, str]) -> list[str]:
    return [line for line in said if any(word in line for word in ("担当が未定", "中止になって", "減り続け", ALONE))]


def however_it_goes(cast: Cast, chance: Random) -> tuple[Circle, datetime]:
    """A circle of eight weeks some way into them: called off, postponed, without presenters, talked over, left."""
    cast.circle.move_to(CircleState.ENDED)
    circle = cast.new_circle(cast.aki, title="Weeks", meetings=8)
    meetings = list(db.session.scalars(db.select(Meeting).filter_by(circle=circle).order_by(Meeting.starts_at)))
    people = [cast.botan, *cast.people(3 + chance.randrange(4))]
    has_people = chance.random() < 0.8
    for user in people if has_people else []:
        joining.join(circle, user, now=NOON)
    if has_people and chance.random() < 0.5:
        organizers.name(circle, cast.botan, by=cast.aki, now=NOON)
    now = NOON + timedelta(days=chance.randrange(60), hours=chance.randrange(24))
    for meeting in meetings:
        happen(meeting, cast, people if has_people else [], chance, now)
    db.session.commit()
    return circle, now


def happen(meeting: Meeting, cast: Cast, people: Sequence[User], chance: Random, now: datetime) -> None:
    if chance.random() < 0.85:
        assignments.claim(meeting, chapter_of(meeting), cast.aki, now=NOON)
    meeting.format = Format.DISCUSSED if chance.random() < 0.15 else None
    if chance.random() < 0.35:
        cancelling.cancel(meeting, "部屋がない", Chapters.DROP, by=cast.aki, now=NOON)
    elif chance.random() < 0.1:
        postponing.postpone(meeting, by=cast.aki, now=NOON)
    elif meeting.is_held(now):
        note = writing.begin(meeting.circle, meeting, "Notes", "", by=cast.aki, now=NOON)
        releasing.share(note, by=cast.aki, now=now)
        if chance.random() < 0.9:
            stay_away = min(max((meeting.number or 1) - chance.randrange(3), 0), len(people))
            there = [user.id for user in people[stay_away:]]
            attending.confirm(meeting, Sheet(there), by=cast.aki, now=after(meeting, hours=1))
