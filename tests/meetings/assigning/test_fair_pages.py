"""What is shown of loads and reasons, and to whom."""

from datetime import date, timedelta

import pytest

from studyhub.db import db
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings.assigning import asking, assignments
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User
from tests.cast import NOON, Browser, Cast
from tests.meetings.pages import english, followed, page
from tests.meetings.scenes import chapter_of, go_to, held, messages, statements

WHY = "No chapter in the last 3 months: fewest of all who can present then."


def botan_asked(cast: Cast) -> Assignment:
    """Botan is asked, because Aki has presented."""
    entry = DutyEntry(source="presented:1", duty=Duty.PRESENTED, user_id=cast.aki.id, happened_on=date(2026, 11, 1))
    db.session.add(entry)
    db.session.flush()
    return asking.ask_first(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)


def emil(cast: Cast) -> User:
    """One more who takes part."""
    user = cast.person("Emil")
    joining.join(cast.circle, user, now=NOON)
    return user


def chapter_page(cast: Cast) -> str:
    return f"chapters/{chapter_of(cast.meeting).id}/edit"


def test_the_person_asked_reads_why_at_home_and_on_the_page(cast: Cast) -> None:
    botan_asked(cast)

    assert f"Why you: {WHY}" in page(cast, cast.botan, cast.meeting)
    assert WHY in english(cast, cast.botan).get("/").text


def test_it_is_said_in_japanese_too(cast: Cast) -> None:
    botan_asked(cast)

    text = cast.browser(cast.botan).get(f"/meetings/{cast.meeting.id}/").text

    assert "直近3か月の担当は0章です。その回に発表できる人の中でいちばん少ないため" in text


def test_organizers_read_why_somebody_else_is_asked_and_nobody_else_does(cast: Cast) -> None:
    botan_asked(cast)

    assert f"Why: {WHY}" in page(cast, cast.aki, cast.meeting)
    assert [WHY in page(cast, user, cast.meeting) for user in (emil(cast), cast.chika, None)] == [False, False, False]


def test_a_suggestion_that_ran_out_does_not_wait_at_home(cast: Cast) -> None:
    asked = botan_asked(cast)
    assert asked.answer_until is not None

    go_to(asked.answer_until)

    assert "Could you present" not in english(cast, cast.botan).get("/").text


def test_a_reason_for_declining_is_shown_to_organizers_alone(cast: Cast) -> None:
    botan_asked(cast)
    asking.decline(cast.meeting, chapter_of(cast.meeting), cast.botan, "Moving house", now=NOON)

    assert "Moving house" in page(cast, cast.aki, cast.meeting, chapter_page(cast))
    readers = (emil(cast), cast.chika, None)
    pages = [page(cast, user, cast.meeting, rest) for user in readers for rest in ("", chapter_page(cast))]
    assert [text for text in pages if "Moving house" in text] == []


def test_organizers_see_the_order_with_loads_and_who_is_left_out(cast: Cast) -> None:
    emil(cast)
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    text = page(cast, cast.aki, cast.meeting, chapter_page(cast))

    assert "Ask Aki" in text
    assert "Botan: has no seat in this session" in text


def test_one_press_asks_the_first(cast: Cast) -> None:
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/asking"

    text = followed(english(cast, cast.aki), address)

    assert "The first who can present is asked." in text
    assert [one.presenter_name for one in held(chapter_of(cast.meeting))] == ["Aki"]


def test_asking_ends_after_one_press(cast: Cast) -> None:
    asked = botan_asked(cast)
    address = f"/meetings/{cast.meeting.id}/chapters/{asked.chapter_id}/presenters/{asked.id}/last"

    text = followed(english(cast, cast.aki), address)

    assert "after that the chapter is open." in text
    db.session.refresh(asked)
    assert asked.asks_next is False


def test_when_nobody_is_left_the_organizer_reads_so(cast: Cast) -> None:
    for user in (cast.aki, cast.botan):
        signups.be_absent(cast.meeting, user, now=NOON)
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/asking"

    text = followed(english(cast, cast.aki), address)

    assert "Nobody is left to ask" in text
    assert "Nobody can be asked for this chapter." in text


def test_one_press_asks_for_all_open_chapters(cast: Cast) -> None:
    text = followed(english(cast, cast.aki), f"/circles/{cast.circle.slug}/asking")

    assert "4 chapters are asked for." in text
    assert messages("assignment_suggested") == ["Aki", "Aki", "Botan", "Botan"]


def test_a_second_press_finds_nothing_open(cast: Cast) -> None:
    asking.ask_for_all(cast.circle, by=cast.aki, now=NOON)

    text = followed(english(cast, cast.aki), f"/circles/{cast.circle.slug}/asking")

    assert "No chapter of the coming sessions is open." in text


def loads(cast: Cast, user: User | None) -> int:
    return english(cast, user).get(f"/circles/{cast.circle.slug}/loads").status_code


def test_only_organizers_see_loads_side_by_side(cast: Cast) -> None:
    assert [loads(cast, user) for user in (cast.aki, cast.botan, cast.chika, None)] == [200, 403, 403, 302]


def test_loads_are_those_of_the_ledger_and_to_come(cast: Cast) -> None:
    botan_asked(cast)

    text = english(cast, cast.aki).get(f"/circles/{cast.circle.slug}/loads").text

    rows = [" ".join(row.split("<tr>")[-1].split()) for row in text.split("</tr>")]
    [aki] = [row for row in rows if "Aki" in row and "data-label" in row]
    [botan] = [row for row in rows if "Botan" in row and "data-label" in row]
    assert ('3 months">1<' in aki, 'come">0<' in aki, "Nov 1" in aki) == (True, True, True)
    assert ('3 months">0<' in botan, 'come">1<' in botan, "never" in botan) == (True, True, True)


def test_the_number_of_statements_does_not_grow(cast: Cast) -> None:
    aki = english(cast, cast.aki)
    few = statement_count(cast, aki)
    for number in range(9):
        joining.join(cast.circle, cast.person(f"More{number}"), now=NOON)

    assert statement_count(cast, aki) == few


def statement_count(cast: Cast, browser: Browser) -> int:
    """Statements of the page of loads and of a chapter's."""
    browser.get("/")
    with statements() as sent:
        browser.get(f"/circles/{cast.circle.slug}/loads")
        browser.get(f"/meetings/{cast.meeting.id}/{chapter_page(cast)}")
    return len([one for one in sent if one.startswith("SELECT")])


@pytest.mark.parametrize(("hours", "label"), [(9, "I cannot present today"), (24, "I cannot present tomorrow")])
def test_the_presenter_says_so_and_the_organizer_decides(cast: Cast, hours: float, label: str) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    go_to(cast.meeting.starts_at - timedelta(hours=hours))
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}"
    botan, aki = english(cast, cast.botan), english(cast, cast.aki)
    assert label in botan.get(f"/meetings/{cast.meeting.id}/").text

    assert "The organisers are told" in followed(botan, f"{address}/assignment", action="cannot", reason="Ill")
    assert "What shall happen?" not in botan.get(f"/meetings/{cast.meeting.id}/").text
    assert "What shall happen?" in aki.get(f"/meetings/{cast.meeting.id}/").text

    [mine] = held(chapter_of(cast.meeting))
    said = followed(aki, f"{address}/decision", instead="next", absent=str(mine.id))
    assert "The chapter is read in the next session." in said
    assert messages("plan_changed") == ["Botan"]


def test_a_decision_nobody_knows_is_refused(cast: Cast) -> None:
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/decision"

    assert english(cast, cast.aki).post(address, data={"instead": "dance"}).status_code == 400


def test_nothing_to_decide_is_said(cast: Cast) -> None:
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/decision"

    text = followed(english(cast, cast.aki), address, instead="next")

    assert "the chapter has changed meanwhile" in text


def test_arranging_begins_with_what_fits_the_chapter_as_it_stands(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    address, decision = f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/edit", f"{chapter.id}/decision/new"
    browser = cast.browser(cast.aki)
    assert decision not in browser.get(address).text

    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    db.session.commit()
    assert "発表者が来られない" in browser.get(address).text

    assignments.want_cover(cast.meeting, chapter, cast.botan, now=NOON)
    db.session.commit()
    text = browser.get(address).text
    assert f'class="button button-main" href="/meetings/{cast.meeting.id}/chapters/{decision}"' in text
    assert '<details class="fold"><summary><span id="ask">' in text
