"""One card per team and round: a draft for the team, handed in for everybody, late after the start."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.models import Meeting
from studyhub.people.readers import read_by
from studyhub.sos import queries, writing
from studyhub.sos.models import Mood, TeamUpdate
from studyhub.teams import memberships
from studyhub.teams.models import Team
from tests.cast import NOON, Cast
from tests.sos.conftest import DAY, HOUR, handed_in

TYPED = {"mood": "worried", "line": "画像合成の待ち行列が心配です", "troubles": "止め方を1人しか知らない", "base": "0"}


def edit_address(meeting: Meeting, team: Team) -> str:
    return f"/sos/{meeting.id}/teams/{team.id}/edit"


def test_a_card_that_is_handed_in_is_read_by_all(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    answer = cast.browser(cast.botan).post(edit_address(rounds[0], cast.team), data=TYPED)

    page = cast.browser(cast.chika).get(f"/sos/{rounds[0].id}/").text
    assert answer.status_code == 303
    assert "画像合成の待ち行列が心配です" in page
    assert "気がかりがある" in page
    assert "遅れて提出" not in page


def test_a_draft_is_kept_for_the_team_and_seen_by_nobody_else(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    draft = TYPED | {"draft": "yes", "wants": "負荷試験を一緒に見てくれる人"}
    cast.browser(cast.botan).post(edit_address(rounds[0], cast.team), data=draft)

    mine = cast.browser(cast.aki).get(edit_address(rounds[0], cast.team)).text
    theirs = cast.browser(cast.chika)
    assert "画像合成の待ち行列が心配です" in mine
    assert "負荷試験を一緒に見てくれる人" in mine
    for address in ("/sos/", f"/sos/{rounds[0].id}/", f"/sos/{rounds[0].id}/wall"):
        page = theirs.get(address).text
        assert "画像合成" not in page
        assert "負荷試験" not in page


def test_a_draft_that_was_saved_goes_on_where_it_is_written(cast: Cast, rounds: list[Meeting]) -> None:
    browser, address = cast.browser(cast.aki), edit_address(rounds[0], cast.team)

    saved = browser.post(address, data={"line": "途中", "base": "0", "draft": "yes"})

    assert saved.location == f"{address}#how"
    assert '<h2 id="how">' in browser.get(address).text


def test_a_draft_needs_no_word_and_a_card_does(cast: Cast, rounds: list[Meeting]) -> None:
    browser = cast.browser(cast.botan)

    draft = browser.post(edit_address(rounds[0], cast.team), data={"line": "途中", "base": "0", "draft": "yes"})
    card = browser.post(edit_address(rounds[0], cast.team), data={"line": "途中", "base": "1"})

    assert draft.status_code == 303
    assert card.status_code == 422
    assert "調子を1つ選んでください。" in card.text
    assert "途中" in card.text


@pytest.mark.parametrize(("after", "is_late"), [(-1 * HOUR, False), (0 * HOUR, True), (HOUR, True)])
def test_it_is_late_from_the_start_on(cast: Cast, rounds: list[Meeting], after: timedelta, is_late: bool) -> None:
    words = writing.Words(Mood.FINE, "All well")

    update = writing.hand_in(rounds[0], cast.team.id, words, base=0, by=cast.botan, now=rounds[0].starts_at + after)

    assert update.is_late is is_late


def test_what_is_changed_after_the_start_is_late_too(cast: Cast, rounds: list[Meeting]) -> None:
    handed_in(rounds[0], cast.team, cast.botan)
    clock.start_at(rounds[0].starts_at + HOUR / 10)

    cast.browser(cast.aki).post(edit_address(rounds[0], cast.team), data=TYPED | {"base": "1"})

    assert "遅れて提出" in cast.browser(cast.chika).get(f"/sos/{rounds[0].id}/").text


def test_what_is_handed_in_is_no_draft_again(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    handed_in(rounds[0], cast.team, cast.botan)
    clock.start_at(rounds[0].starts_at + HOUR / 10)

    answer = cast.browser(cast.aki).post(edit_address(rounds[0], cast.team), data=TYPED | {"base": "1", "draft": "yes"})

    page = cast.browser(cast.chika).get(f"/sos/{rounds[0].id}/").text
    assert answer.status_code == 422
    assert "画像合成の待ち行列が心配です" in answer.text
    assert "Sale in two weeks" in page
    assert "画像合成の待ち行列が心配です" not in page


def test_a_card_for_a_team_one_left_is_refused_and_what_was_typed_stays(cast: Cast, rounds: list[Meeting]) -> None:
    browser = cast.browser(cast.botan)
    browser.get(edit_address(rounds[0], cast.team))
    memberships.remove_member(cast.team, cast.botan, by=cast.admin, now=NOON)

    answer = browser.post(edit_address(rounds[0], cast.team), data=TYPED)

    assert answer.status_code == 403
    assert "近況を書けるのはこのチームの人だけです" in answer.text
    assert "画像合成の待ち行列が心配です" in answer.text
    assert "止め方を1人しか知らない" in answer.text
    assert queries.update_of(rounds[0], cast.team.id) is None


def test_whoever_is_in_two_teams_writes_one_card_for_each(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    memberships.add_member(other, cast.botan, by=cast.admin, now=NOON)
    browser = cast.browser(cast.botan)

    for team in (cast.team, other):
        browser.post(edit_address(rounds[0], team), data=TYPED | {"line": f"{team.name} 順調です"})

    page = cast.browser(cast.aki).get(f"/sos/{rounds[0].id}/").text
    assert "minne 順調です" in page
    assert "SUZURI 順調です" in page


def test_two_of_a_team_who_write_at_once_lose_nothing(cast: Cast, rounds: list[Meeting]) -> None:
    cast.browser(cast.aki).post(edit_address(rounds[0], cast.team), data=TYPED | {"line": "先に書いた"})

    answer = cast.browser(cast.botan).post(edit_address(rounds[0], cast.team), data=TYPED | {"line": "後から書いた"})

    assert answer.status_code == 422
    assert "先に書いた" in answer.text
    assert "後から書いた" in answer.text
    assert db.session.scalars(db.select(TeamUpdate.line)).all() == ["先に書いた"]


def test_cards_are_closed_a_day_after_the_round(cast: Cast, rounds: list[Meeting]) -> None:
    clock.start_at(rounds[0].ends_at + DAY)

    answer = cast.browser(cast.botan).post(edit_address(rounds[0], cast.team), data=TYPED)

    assert answer.status_code == 422
    assert "画像合成の待ち行列が心配です" in answer.text
    assert queries.update_of(rounds[0], cast.team.id) is None


def test_a_round_that_was_called_off_takes_no_card(cast: Cast, rounds: list[Meeting]) -> None:
    cancelling.cancel(rounds[0], "Holiday", Chapters.DROP, by=cast.aki, now=NOON)

    answer = cast.browser(cast.botan).post(edit_address(rounds[0], cast.team), data=TYPED)

    assert answer.status_code == 422


def test_teams_without_a_card_are_named_last(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    handed_in(rounds[0], other, cast.chika)
    db.session.commit()

    page = cast.browser(cast.aki).get(f"/sos/{rounds[0].id}/").text

    assert page.index("SUZURI") < page.index("近況待ち") < page.rindex("minne")
    assert "2チーム中1チームが書きました" in page


def test_nobody_waits_for_what_cannot_be_written_any_more(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    handed_in(rounds[0], other, cast.chika)
    clock.start_at(rounds[0].ends_at + DAY)

    for address in (f"/sos/{rounds[0].id}/", f"/sos/{rounds[0].id}/wall"):
        page = cast.browser(cast.aki).get(address).text
        assert "近況なし" in page
        assert "近況待ち" not in page
        assert "tag-waits" not in page


def test_a_reading_circle_is_no_round(cast: Cast) -> None:
    assert cast.browser(cast.botan).get(f"/sos/{cast.meeting.id}/").status_code == 404


def test_a_circle_of_rounds_is_made_in_one_form(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = {"key": "a" * 32, "title": "SoS会", "first_day": "2026-12-08", "start": "13:00", "minutes": "30"}
    typed |= {"weeks": "2", "rounds": "3", "holidays": "next"}

    browser.post("/sos/new", data=typed)
    browser.post("/sos/new", data=typed)

    made = db.session.scalars(queries.rounds(cast.botan), read_by(cast.botan))
    starts = [meeting.starts_at for meeting in made]
    assert [start.strftime("%m-%d %H:%M") for start in sorted(starts)] == ["12-08 04:00", "12-22 04:00", "01-05 04:00"]
