"""Two presenters agree themselves: a chapter for a chapter, or one handed on; nothing changes before the yes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyhub.circles.models import ParticipationRole
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings import rules
from studyhub.meetings.assigning import assignments, reading_together, suggestions, swapping
from studyhub.meetings.assigning.between import ending, proposing, queries
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.changing import cancelling
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.pages import english
from tests.meetings.scenes import chapter_of, claim, go_to, held, messages

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def dan(cast: Cast) -> User:
    """Somebody else of the circle, who presents the chapter of the second session; Botan has that of the first."""
    user = cast.person("Dan")
    joining.join(cast.circle, user, now=NOON)
    claim(cast, cast.botan)
    assignments.claim(cast.meetings[1], chapter_of(cast.meetings[1]), user, now=NOON)
    return user


def swap_with(cast: Cast, dan: User) -> Proposal:
    theirs = chapter_of(cast.meetings[1])
    return proposing.propose(cast.meeting, chapter_of(cast.meeting), dan, theirs, by=cast.botan, now=NOON)


def hand_to(cast: Cast, user: User) -> Proposal:
    return proposing.propose(cast.meeting, chapter_of(cast.meeting), user, None, by=cast.botan, now=NOON)


def presenters(cast: Cast) -> list[list[str]]:
    """Of the chapters that the first two sessions began with."""
    db.session.flush()
    return [[one.presenter_name for one in held(chapter_of(meeting))] for meeting in cast.meetings[:2]]


def causes() -> set[str]:
    rows = db.select(OutboxMessage.payload).where(OutboxMessage.kind == "proposal_ended")
    return {payload["cause"] for payload in db.session.scalars(rows)}


def test_nothing_changes_until_it_is_accepted(cast: Cast, dan: User) -> None:
    proposal = swap_with(cast, dan)
    assert (presenters(cast), messages("chapter_proposed")) == ([["Botan"], ["Dan"]], ["Dan"])

    proposing.accept(proposal.id, dan, now=LATER)

    assert presenters(cast) == [["Dan"], ["Botan"]]
    assert (messages("proposal_answered"), messages("proposal_agreed")) == (["Botan"], ["Aki"])


def test_a_chapter_is_handed_on_and_nobody_is_asked_to_stand_in_any_more(cast: Cast, dan: User) -> None:
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.aki, by=cast.aki, now=NOON)

    proposing.accept(hand_to(cast, dan).id, dan, now=LATER)

    assert (presenters(cast), asked.state) == ([["Dan"], ["Dan"]], "given_back")


def test_of_two_who_present_together_one_swaps_alone(cast: Cast, dan: User) -> None:
    assignments.pair(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)

    proposing.accept(swap_with(cast, dan).id, dan, now=LATER)

    assert presenters(cast) == [["Aki", "Dan"], ["Botan"]]


def test_a_no_leaves_everything_and_tells_who_proposed_it(cast: Cast, dan: User) -> None:
    proposing.decline(swap_with(cast, dan).id, dan, now=LATER)

    assert (presenters(cast), messages("proposal_answered")) == ([["Botan"], ["Dan"]], ["Botan"])


def test_taken_back_it_is_told_and_cannot_be_accepted(cast: Cast, dan: User) -> None:
    proposal = swap_with(cast, dan)

    proposing.withdraw(proposal.id, cast.botan, now=LATER)

    assert (messages("proposal_ended"), causes()) == (["Dan"], {"withdrawn"})
    with pytest.raises(proposing.ProposalOver):
        proposing.accept(proposal.id, dan, now=LATER)


def test_silence_ends_it_and_both_are_told_once(cast: Cast, dan: User) -> None:
    proposal = swap_with(cast, dan)
    assert proposal.answer_until == rules.answer_until(cast.meeting, NOON)

    for minutes in (-1, 0, 1):
        ending.end_what_is_over(proposal.answer_until + timedelta(minutes=minutes))

    assert (proposal.state, causes()) == (ProposalState.ENDED, {"silence"})
    assert messages("proposal_ended") == ["Botan", "Dan"]


def give_back(cast: Cast, dan: User) -> None:
    assignments.give_back(cast.meeting, chapter_of(cast.meeting), cast.botan, now=LATER)


def give_theirs_back(cast: Cast, dan: User) -> None:
    assignments.give_back(cast.meetings[1], chapter_of(cast.meetings[1]), dan, now=LATER)


def take_off(cast: Cast, dan: User) -> None:
    [mine] = held(chapter_of(cast.meeting))
    suggestions.take_off(cast.meeting, chapter_of(cast.meeting), mine.id, by=cast.aki, now=LATER)


def be_covered(cast: Cast, dan: User) -> None:
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=LATER)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=LATER)


def drop(cast: Cast, dan: User) -> None:
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.DROP, by=cast.aki, now=LATER)


def swap(cast: Cast, dan: User) -> None:
    here, there = ((meeting, chapter_of(meeting)) for meeting in cast.meetings[:2])
    swapping.swap(here, there, by=cast.aki, now=LATER)


def read_together(cast: Cast, dan: User) -> None:
    reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=LATER)


def leave(cast: Cast, dan: User) -> None:
    joining.leave(cast.circle, dan, now=LATER)


def listen(cast: Cast, dan: User) -> None:
    joining.join(cast.circle, dan, now=LATER, role=ParticipationRole.LISTENER)


@pytest.mark.parametrize(
    "act", [give_back, give_theirs_back, take_off, be_covered, drop, swap, read_together, leave, listen]
)
def test_chapters_that_change_meanwhile_end_it_by_themselves(
    cast: Cast, dan: User, act: Callable[[Cast, User], None]
) -> None:
    proposal = swap_with(cast, dan)
    act(cast, dan)
    db.session.flush()

    assert queries.asked_of(dan, LATER) == []
    with pytest.raises(proposing.ProposalOver):
        proposing.accept(proposal.id, dan, now=LATER)
    ending.end_what_is_over(LATER)
    assert (proposal.state, causes(), len(messages("proposal_ended"))) == (ProposalState.ENDED, {"changed"}, 2)


def test_however_many_are_open_the_worker_looks_at_a_few_and_at_all_in_turn(
    cast: Cast, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "LOOKED_AT", 1)
    swap_with(cast, dan)
    hand_to(cast, cast.aki)
    # Botan has proposed but one of the chapter: another of Dan's falls, too.
    theirs = chapter_of(cast.meetings[1])
    proposing.propose(cast.meetings[1], theirs, cast.aki, None, by=dan, now=NOON)
    joining.leave(cast.circle, cast.aki, now=NOON)

    ended = []
    for minute in range(1, 4):
        ending.end_what_is_over(NOON + timedelta(minutes=minute))
        ended.append(len(db.session.scalars(db.select(Proposal).where(Proposal.state == ProposalState.ENDED)).all()))

    assert ended == [1, 2, 2]


def test_a_chapter_that_slides_to_the_next_session_can_still_be_swapped(cast: Cast, dan: User) -> None:
    chapters = [chapter_of(meeting) for meeting in cast.meetings[:2]]
    proposal = swap_with(cast, dan)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.SLIDE, by=cast.aki, now=LATER)

    proposing.accept(proposal.id, dan, now=LATER)

    assert [[one.presenter_name for one in held(chapter)] for chapter in chapters] == [["Dan"], ["Botan"]]


@pytest.mark.parametrize("who", ["listener", "outside", "has it", "not mine"])
def test_only_ones_own_chapter_is_proposed_and_only_to_who_could_present_it(cast: Cast, dan: User, who: str) -> None:
    if who == "listener":
        joining.join(cast.circle, dan, now=NOON, role=ParticipationRole.LISTENER)
    if who == "has it":
        assignments.pair(cast.meeting, chapter_of(cast.meeting), dan, now=NOON)
    to = cast.chika if who == "outside" else dan
    by = cast.aki if who == "not mine" else cast.botan

    with pytest.raises(proposing.CannotPropose):
        proposing.propose(cast.meeting, chapter_of(cast.meeting), to, None, by=by, now=NOON)


def test_proposed_twice_it_is_one_and_to_somebody_else_it_takes_the_place(cast: Cast, dan: User) -> None:
    first = swap_with(cast, dan)
    assert swap_with(cast, dan) is first

    second = hand_to(cast, cast.aki)

    assert (first.state, second.state, messages("proposal_ended")) == ("withdrawn", "asked", ["Dan"])


def test_home_shows_it_to_whoever_can_answer_only_and_one_press_answers(cast: Cast, dan: User) -> None:
    proposal = swap_with(cast, dan)
    db.session.commit()
    go_to(LATER)
    press = f'action="/proposals/{proposal.id}/acceptance"'
    assert [press in cast.browser(user).get("/").text for user in (dan, cast.botan, cast.aki)] == [True, False, False]

    cast.browser(dan).post(f"/proposals/{proposal.id}/acceptance")

    assert presenters(cast) == [["Dan"], ["Botan"]]
    assert press not in cast.browser(dan).get("/").text


def test_on_the_session_one_proposes_sees_it_and_takes_it_back(cast: Cast, dan: User) -> None:
    [theirs] = held(chapter_of(cast.meetings[1]))
    browser, here = english(cast, cast.botan), f"/meetings/{cast.meeting.id}/"
    address = f"{here}chapters/{chapter_of(cast.meeting).id}/proposal"
    go_to(LATER)
    assert f'href="{address}/new"' in browser.get(here).text
    assert f'value="{theirs.id}"' in browser.get(f"{address}/new").text

    browser.post(address, data={"assignment_id": theirs.id})

    [proposal] = db.session.scalars(db.select(Proposal)).all()
    assert "You have asked Dan to swap it for Chapter 2" in browser.get(here).text
    assert f'action="/proposals/{proposal.id}/acceptance"' in cast.browser(dan).get(here).text
    browser.post(f"/proposals/{proposal.id}/delete")
    assert "You have asked Dan" not in browser.get(here).text


def test_what_cannot_be_chosen_comes_back(cast: Cast, dan: User) -> None:
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/proposal"
    go_to(LATER)

    answers = [cast.browser(cast.botan).post(address, data=data) for data in ({"assignment_id": "9"}, {"user_id": ""})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert cast.browser(dan).get(f"{address}/new").status_code == 403
