"""The presenter cannot come: an organiser asks somebody, goes on without, and takes it back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from lxml import html

from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.assigning import asking, assignments, chapters, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import calling, covering, deciding, decision_page, taking_up
from studyhub.meetings.assigning.cover.deciding import Instead
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.changing import cancelling
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, held, is_read_together, messages

State = AssignmentState


def people(cast: Cast, count: int = 2) -> list[User]:
    """More participants of the circle."""
    found = cast.people(count)
    for user in found:
        joining.join(cast.circle, user, now=NOON)
    return found


def before(cast: Cast, **left: float) -> datetime:
    return cast.meeting.starts_at - timedelta(**left)


def ask(cast: Cast, user: User, mine: Assignment, *, now: datetime) -> Assignment:
    return covering.ask(cast.meeting, chapter_of(cast.meeting), user, [mine.id], by=cast.aki, now=now)


def test_an_organizer_says_it_for_the_presenter_who_is_told(cast: Cast) -> None:
    mine = claim(cast, cast.botan)

    covering.want_cover_for(cast.meeting, chapter_of(cast.meeting), [mine.id], by=cast.aki, now=NOON)

    assert (mine.state, messages("cover_sought")) == (State.COVER_WANTED, ["Botan"])


def test_whoever_presents_it_by_now_keeps_it(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)

    with pytest.raises(assignments.NoAssignment):
        covering.want_cover_for(cast.meeting, chapter_of(cast.meeting), [mine.id], by=cast.aki, now=NOON)


@pytest.mark.parametrize(("hours", "answer_hours", "asks_next"), [(2, 1, False), (3, 1.5, True), (20, 10, True)])
def test_each_has_half_of_the_time_left_and_at_last_only_those_named_are_asked(
    cast: Cast, hours: float, answer_hours: float, asks_next: bool
) -> None:
    [dan, _eve] = people(cast)
    mine, now = claim(cast, cast.botan), before(cast, hours=hours)

    asked = ask(cast, dan, mine, now=now)

    assert (asked.state, asked.answer_until, asked.asks_next) == (
        State.SUGGESTED,
        now + timedelta(hours=answer_hours),
        asks_next,
    )


def test_silence_asks_the_next_for_cover_too(cast: Cast) -> None:
    [dan, _eve] = people(cast)
    asked = ask(cast, dan, claim(cast, cast.botan), now=before(cast, hours=20))

    asking.ask_after_silence(before(cast, hours=10))

    [_mine, following] = held(chapter_of(cast.meeting))
    assert (asked.state, following.state, following.user_id not in (dan.id, cast.botan.id)) == (
        State.GIVEN_BACK,
        State.SUGGESTED,
        True,
    )


def test_in_the_last_hours_silence_goes_back_to_the_organizers(cast: Cast) -> None:
    [dan] = people(cast, 1)
    ask(cast, dan, claim(cast, cast.botan), now=before(cast, hours=2))

    asking.ask_after_silence(before(cast, hours=1))

    assert [one.state for one in held(chapter_of(cast.meeting))] == [State.COVER_WANTED]
    assert messages("nobody_left") == ["Aki"]


def test_the_first_to_say_yes_has_it_and_the_other_is_asked_no_more(cast: Cast) -> None:
    [dan, eve] = people(cast)
    mine = claim(cast, cast.botan)
    first, second = (ask(cast, user, mine, now=before(cast, hours=5)) for user in (dan, eve))

    assignments.accept(cast.meeting, chapter_of(cast.meeting), eve, now=before(cast, hours=4))

    assert [one.state for one in (mine, first, second)] == [State.COVERED, State.GIVEN_BACK, State.ACCEPTED]


def test_nobody_without_a_seat_is_asked(cast: Cast) -> None:
    with pytest.raises(covering.CannotBeAsked):
        ask(cast, cast.chika, claim(cast, cast.botan), now=NOON)


def test_whoever_can_present_after_all_does_and_nobody_is_asked_any_more(cast: Cast) -> None:
    [dan] = people(cast, 1)
    mine = claim(cast, cast.botan)
    asked = ask(cast, dan, mine, now=NOON)

    covering.present_after_all(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    assert (mine.state, asked.state) == (State.ACCEPTED, State.GIVEN_BACK)


def page(cast: Cast, now: datetime) -> decision_page.DecisionPage:
    found = decision_page.decision_page(cast.meeting, chapter_of(cast.meeting), now=now)
    assert found
    return found


def test_three_people_stand_in_fair_order(cast: Cast) -> None:
    people(cast, 5)
    claim(cast, cast.botan)

    [missing] = page(cast, before(cast, hours=5)).missing

    assert (len(missing.helpers), missing.names) == (3, ["Botan"])


def page_of(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_once_cover_is_looked_for_the_page_says_who_is_told_and_what_if_nobody_takes_it(cast: Cast) -> None:
    dan, eve = people(cast)
    mine, chapter = claim(cast, cast.botan), chapter_of(cast.meeting)
    covering.want_cover_for(cast.meeting, chapter, [mine.id], by=cast.aki, now=NOON)
    calling.call(NOON)
    [late] = people(cast, 1)
    address, browser = f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/decision/new", cast.browser(cast.aki)

    [said] = page_of(browser.get(address).text).find_class("sheet")[:1]

    told = {one.text_content() for one in said.xpath(".//ol/li//p[1]")}
    assert told == {cast.aki.name, dan.name, eve.name}
    assert f"次に知らせる順:{late.name}さん" in said.text_content()
    assert "12月2日(水) 16:00 までに決まらなければ" in said.text_content()
    go_to(before(cast, hours=2))
    assert "いまは自動では誰にも知らせません" in browser.get(address).text


def test_once_it_is_known_the_session_does_not_ask_whether_the_presenter_cannot_come(cast: Cast) -> None:
    claim(cast, cast.botan)
    browser, address = cast.browser(cast.aki), f"/meetings/{cast.meeting.id}/"
    assert "発表者が来られない" in browser.get(address).text

    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    said = browser.get(address).text
    assert ("発表者が来られない" in said, "どうするか決める" in said) == (False, True)


def test_who_was_asked_since_when_and_who_is_next_stands_there(cast: Cast) -> None:
    dan, eve = people(cast)
    mine, chapter = claim(cast, cast.botan), chapter_of(cast.meeting)
    ask(cast, dan, mine, now=NOON)

    said = cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/decision/new").text

    assert "12:00 に依頼しました。12月1日(火) 22:00 まで返事を待ちます。" in said
    assert any(f"次は{user.name}さんです。" in said for user in (cast.aki, eve))


def test_two_that_are_missing_are_one_question_and_one_message(cast: Cast) -> None:
    second = chapter_of(cast.meetings[1])
    chapters.move(cast.meetings[1], second, cast.meeting, by=cast.aki, now=NOON)
    [dan] = people(cast, 1)
    claim(cast, cast.botan)
    assignments.claim(cast.meeting, second, dan, now=NOON)
    assignments.want_cover(cast.meeting, second, dan, now=NOON)

    found = page(cast, NOON)
    deciding.decide(cast.meeting, found.absent, Instead.READ_TOGETHER, reason="", by=cast.aki, now=NOON)

    assert (len(found.missing), is_read_together(cast.meeting)) == (2, [True, True])
    assert messages("plan_changed") == sorted(["Botan", dan.name])


@pytest.mark.parametrize("instead", [Instead.READ_TOGETHER, Instead.NEXT])
@pytest.mark.parametrize("is_recorded", [True, False])
def test_taken_back_everything_is_as_before(cast: Cast, instead: Instead, is_recorded: bool) -> None:
    mine, chapter = claim(cast, cast.botan), chapter_of(cast.meeting)
    if is_recorded:
        assignments.want_cover(cast.meeting, chapter, cast.botan, now=NOON)
    state = mine.state
    deciding.decide(cast.meeting, [mine.id], instead, reason="", by=cast.aki, now=NOON)
    db.session.commit()

    deciding.take_back(cast.meeting, chapter, by=cast.aki, now=NOON)

    assert [(one.user_id, one.state) for one in held(chapter)] == [(cast.botan.id, state)]
    assert chapter_queries.chapter(cast.meeting, chapter.id)
    assert (is_read_together(cast.meeting), messages("plan_restored")) == ([False], ["Botan"])
    with pytest.raises(assignments.NoAssignment):
        deciding.take_back(cast.meeting, chapter, by=cast.aki, now=NOON)


def test_nobody_is_told_why(cast: Cast) -> None:
    claim(cast, cast.botan)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, "Canary 77", now=NOON)
    botan = cast.browser(cast.botan)
    go_to(before(cast, hours=5))
    botan.post(
        f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/assignment",
        data={"action": "cannot", "reason": "Canary 77"},
    )

    told = db.session.scalars(db.text("SELECT CAST(payload AS TEXT) FROM outbox_message").columns(db.column("p"))).all()

    assert told
    assert not any("Canary 77" in one for one in told)


def test_from_home_the_organizer_decides_by_two_presses_and_can_undo(cast: Cast) -> None:
    claim(cast, cast.botan)
    chapter = chapter_of(cast.meeting)
    assignments.want_cover(cast.meeting, chapter, cast.botan, now=NOON)
    aki = cast.browser(cast.aki)
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/decision"
    assert f'href="{address}/new"' in aki.get("/").text
    [mine] = held(chapter)
    assert f'name="absent" value="{mine.id}"' in aki.get(f"{address}/new").text

    aki.post(address, data={"instead": "read_together", "absent": mine.id})

    said = aki.get(f"/meetings/{cast.meeting.id}/").text
    assert (is_read_together(cast.meeting), f'action="{address}/delete"' in said) == ([True], True)
    aki.post(f"{address}/delete")
    assert is_read_together(cast.meeting) == [False]


def keep(cast: Cast, chapter: Chapter) -> None:
    assignments.keep(cast.meeting, chapter, cast.botan, now=NOON)


def claim_again(cast: Cast, chapter: Chapter) -> None:
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)


def agree(cast: Cast, chapter: Chapter) -> None:
    suggestions.suggest(cast.meeting, chapter, cast.botan, by=cast.aki, now=NOON, is_agreed=True)


def come_after_all(cast: Cast, chapter: Chapter) -> None:
    taking_up.take_up_again([cast.meeting], cast.botan, now=NOON)


@pytest.mark.parametrize("act", [keep, claim_again, agree, come_after_all])
def test_taken_up_again_by_whoever_has_it_nobody_is_asked_any_more(
    cast: Cast, act: Callable[[Cast, Chapter], None]
) -> None:
    [dan] = people(cast, 1)
    mine = claim(cast, cast.botan)
    asked = ask(cast, dan, mine, now=NOON)

    act(cast, chapter_of(cast.meeting))

    assert (mine.state, asked.state) == (State.ACCEPTED, State.GIVEN_BACK)


def test_not_ready_yet_leaves_who_is_asked_to_present_beside_one(cast: Cast) -> None:
    [dan] = people(cast, 1)
    claim(cast, cast.botan)
    beside = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), dan, by=cast.aki, now=NOON)
    assignments.be_ready(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    keep(cast, chapter_of(cast.meeting))

    assert beside.state is State.SUGGESTED


def call_off(cast: Cast, mine: Assignment) -> None:
    deciding.decide(cast.meeting, [mine.id], Instead.CALL_OFF, reason="Ill", by=cast.aki, now=NOON)
    db.session.commit()


@pytest.mark.parametrize("meetings", [4, 1])
def test_a_call_off_that_is_undone_leaves_cover_wanted_and_asked_for(cast: Cast, meetings: int) -> None:
    for other in cast.meetings[meetings:]:
        cancelling.cancel(other, "No room", cancelling.Chapters.DROP, by=cast.aki, now=NOON)
    [dan] = people(cast, 1)
    mine = claim(cast, cast.botan)
    asked = ask(cast, dan, mine, now=NOON)
    call_off(cast, mine)
    assert (mine.state, asked.state) == (State.ACCEPTED, State.GIVEN_BACK)

    cancelling.restore(cast.meeting, by=cast.aki, now=NOON + timedelta(hours=1))

    db.session.expire_all()
    assert (mine.state, asked.state, mine.meeting_id) == (State.COVER_WANTED, State.SUGGESTED, cast.meeting.id)


def test_what_somebody_said_since_a_call_off_stays_when_it_is_undone(cast: Cast) -> None:
    mine, chapter = claim(cast, cast.botan), chapter_of(cast.meeting)
    assignments.want_cover(cast.meeting, chapter, cast.botan, now=NOON)
    call_off(cast, mine)
    later = NOON + timedelta(minutes=5)
    assignments.be_ready(cast.meetings[1], chapter, cast.botan, now=later)

    cancelling.restore(cast.meeting, by=cast.aki, now=later)

    db.session.expire_all()
    assert mine.state is State.READY
