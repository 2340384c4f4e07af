"""Whoever leads a round writes down what a team says that handed in nothing: marked as theirs, and late."""

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.sos import queries, writing
from studyhub.sos.models import Mood
from studyhub.sos.writing import Closed, WrittenByTeam
from studyhub.teams import memberships
from studyhub.teams.models import Team
from tests.cast import Cast
from tests.sos.conftest import DAY, HOUR, handed_in

SAID = {"mood": "worried", "line": "口頭で聞いた近況です", "troubles": "手順書が古い", "wants": "見直す人", "base": "0"}
OFFERED = "代わりに書く"


def edit_address(meeting: Meeting, team: Team) -> str:
    return f"/sos/{meeting.id}/teams/{team.id}/edit"


@pytest.fixture
def begun(rounds: list[Meeting]) -> Meeting:
    clock.start_at(rounds[0].starts_at + HOUR / 10)
    return rounds[0]


def test_whoever_leads_the_round_writes_down_what_a_silent_team_says(cast: Cast, begun: Meeting, other: Team) -> None:
    browser = cast.browser(cast.aki)
    assert f'href="{edit_address(begun, other)}"' in browser.get(f"/sos/{begun.id}/").text

    answer = browser.post(edit_address(begun, other), data=SAID)

    page = cast.browser(cast.chika).get(f"/sos/{begun.id}/").text
    assert answer.status_code == 303
    for shown in ("口頭で聞いた近況です", "見直す人", "司会が代筆", "遅れて提出", "Aki"):
        assert shown in page


def test_each_offer_says_of_which_team_it_is(cast: Cast, begun: Meeting, other: Team) -> None:
    page = cast.browser(cast.aki).get(f"/sos/{begun.id}/").text

    assert f'{OFFERED}<span class="off-screen"> {other.name}</span>' in page


def test_what_is_written_down_at_the_wall_leads_back_to_it(cast: Cast, begun: Meeting, other: Team) -> None:
    browser, wall = cast.browser(cast.aki), f"/sos/{begun.id}/wall?team={other.id}"
    assert f'href="{edit_address(begun, other)}?back=wall"' in browser.get(wall).text
    form = browser.get(f"{edit_address(begun, other)}?back=wall").text
    assert f'action="{edit_address(begun, other)}?back=wall"' in form

    answer = browser.post(f"{edit_address(begun, other)}?back=wall", data=SAID)

    assert answer.location == wall
    assert "口頭で聞いた近況です" in browser.get(wall).text


def test_a_facilitator_who_organises_nothing_writes_it_down_too(cast: Cast, begun: Meeting, other: Team) -> None:
    assert cast.browser(cast.editor).get(edit_address(begun, other)).status_code == 403
    begun.facilitator_id = cast.editor.id

    assert cast.browser(cast.editor).post(edit_address(begun, other), data=SAID).status_code == 303


def test_before_the_round_nobody_else_writes_for_a_team(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    browser = cast.browser(cast.aki)

    assert OFFERED not in browser.get(f"/sos/{rounds[0].id}/").text
    assert browser.post(edit_address(rounds[0], other), data=SAID).status_code == 403


def test_the_draft_of_a_team_is_neither_shown_to_them_nor_lost(cast: Cast, begun: Meeting, other: Team) -> None:
    writing.save_draft(begun, other.id, writing.Words(line="内緒の下書き"), base=0, by=cast.chika, now=clock.now())
    browser = cast.browser(cast.aki)

    read = browser.get(edit_address(begun, other))
    answers = [browser.post(edit_address(begun, other), data=SAID | {"base": base}) for base in ("0", "1")]

    update = queries.update_of(begun, other.id)
    assert [answer.status_code for answer in answers] == [403, 403]
    for answer in (read, *answers):
        assert "自分たちで近況を書いています" in answer.text
        assert "内緒の下書き" not in answer.text
    assert "口頭で聞いた近況です" in answers[0].text
    assert update is not None
    assert update.line == "内緒の下書き"


def test_what_a_team_handed_in_is_changed_by_nobody_else(cast: Cast, begun: Meeting, other: Team) -> None:
    handed_in(begun, other, cast.chika)

    answer = cast.browser(cast.aki).post(edit_address(begun, other), data=SAID | {"base": "1"})

    assert answer.status_code == 403
    assert "Sale in two weeks" in cast.browser(cast.aki).get(f"/sos/{begun.id}/").text


def test_the_team_makes_what_was_written_down_its_own(cast: Cast, begun: Meeting, other: Team) -> None:
    cast.browser(cast.aki).post(edit_address(begun, other), data=SAID)

    cast.browser(cast.chika).post(edit_address(begun, other), data=SAID | {"line": "自分で直しました", "base": "1"})

    page = cast.browser(cast.aki).get(f"/sos/{begun.id}/").text
    assert "自分で直しました" in page
    assert "司会が代筆" not in page
    with pytest.raises(WrittenByTeam):
        writing.write_down(begun, other.id, writing.Words(Mood.FINE, "x"), base=2, by=cast.aki, now=clock.now())


def test_two_who_lead_write_one_down_after_the_other(cast: Cast, begun: Meeting, other: Team) -> None:
    begun.facilitator_id = cast.editor.id
    cast.browser(cast.aki).post(edit_address(begun, other), data=SAID)

    answer = cast.browser(cast.editor).post(edit_address(begun, other), data=SAID | {"line": "別の人が聞いた近況"})

    assert answer.status_code == 422
    assert "口頭で聞いた近況です" in answer.text
    assert "別の人が聞いた近況" in answer.text


def test_it_closes_as_all_updates_do(cast: Cast, begun: Meeting, other: Team) -> None:
    words = writing.Words(Mood.FINE, "All well")

    with pytest.raises(Closed):
        writing.write_down(begun, other.id, words, base=0, by=cast.aki, now=begun.ends_at + DAY)


def test_nobody_writes_for_a_team_that_is_closed(cast: Cast, begun: Meeting, other: Team) -> None:
    memberships.remove_member(other, cast.chika, by=cast.admin, now=clock.now())
    other.closed_at = clock.now()
    db.session.commit()

    answer = cast.browser(cast.aki).post(edit_address(begun, other), data=SAID)

    assert answer.status_code == 403
    assert "このチームは閉じられている" in answer.text
    assert "口頭で聞いた近況です" in answer.text
