"""A round for the projector, and the note that begins with what the teams wrote."""

from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.notes.models import Note
from studyhub.teams.models import Team
from tests.cast import Cast
from tests.sos.conftest import handed_in


def test_the_wall_leads_from_team_to_team_by_links(cast: Cast, rounds: list[Meeting], other: Team) -> None:
    handed_in(rounds[0], cast.team, cast.botan)
    browser, address = cast.browser(cast.aki), f"/sos/{rounds[0].id}/wall"

    first = browser.get(address).text
    second = browser.get(f"{address}?team={other.id}").text

    assert 'class="wall-team">minne' in first
    assert f'href="{address}?team={other.id}" data-next-team' in first
    assert "次は SUZURI" in first
    assert 'class="wall-team">SUZURI' in second
    assert "data-next-team" not in second


def test_the_wall_of_a_team_that_is_none_begins_at_the_first(cast: Cast, rounds: list[Meeting]) -> None:
    page = cast.browser(cast.aki).get(f"/sos/{rounds[0].id}/wall?team=999").text

    assert 'class="wall-team">minne' in page


def test_the_note_begins_with_what_the_teams_wrote(cast: Cast, rounds: list[Meeting]) -> None:
    handed_in(rounds[0], cast.team, cast.botan, wants="Load *test*", line="Sale `soon`")

    cast.browser(cast.aki).post(f"/meetings/{rounds[0].id}/note")

    note = db.session.scalars(db.select(Note)).one()
    assert note.head is not None
    source = note.head.source
    assert "### minne" in source
    assert "**順調** Sale \\`soon\\`" in source
    assert "minne: Load \\*test\\*" in source
    # What teams wrote for one another leaves only where somebody takes it out of there.
    assert source.index(":::internal") < source.index("### minne") < source.index("\n:::\n")


def test_the_page_of_the_session_leads_to_the_round(cast: Cast, rounds: list[Meeting]) -> None:
    page = cast.browser(cast.chika).get(f"/meetings/{rounds[0].id}/").text

    assert f'href="/sos/{rounds[0].id}/"' in page


def test_visitors_and_others_read_nothing(cast: Cast, rounds: list[Meeting]) -> None:
    assert cast.browser().get(f"/sos/{rounds[0].id}/").status_code == 302
    assert cast.browser(cast.chika).get("/sos/999/").status_code == 404
