"""Teams that change: merged, closed, opened again, found at another address."""

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User
from studyhub.teams import memberships, queries, reorganizing, slugs
from studyhub.teams.models import Team
from studyhub.teams.queries import memberships_of
from tests.cast import NOON, Cast


def team(cast: Cast, name: str = "Ops") -> Team:
    return memberships.create_team(name, by=cast.admin, now=NOON)


def mine(user: User) -> list[tuple[str, bool, bool]]:
    rows = db.session.scalars(memberships_of(user))
    return [(row.team.name, row.is_primary, row.is_lead) for row in rows]


def names(teams: list[Team]) -> list[str]:
    return [one.name for one in teams]


def test_merging_moves_everybody(cast: Cast) -> None:
    into = team(cast)

    moved = reorganizing.merge(cast.team, into, by=cast.admin, now=NOON)

    assert moved == 2
    assert (mine(cast.aki), mine(cast.botan)) == ([("Ops", True, False)], [("Ops", True, False)])


def test_who_was_in_both_teams_is_in_the_one_that_is_left_and_keeps_what_they_were(cast: Cast) -> None:
    into = team(cast)
    memberships.add_member(into, cast.aki, by=cast.admin, now=NOON)
    memberships.name_lead(cast.team, cast.aki, is_lead=True, by=cast.admin, now=NOON)

    reorganizing.merge(cast.team, into, by=cast.admin, now=NOON)

    assert mine(cast.aki) == [("Ops", True, True)]


def test_a_merged_team_is_no_more_and_its_address_leads_to_what_it_became(cast: Cast) -> None:
    into = team(cast)
    last = team(cast, "Last")
    reorganizing.merge(cast.team, into, by=cast.admin, now=NOON)
    reorganizing.merge(into, last, by=cast.admin, now=NOON)

    assert names(list(db.session.scalars(queries.teams()))) == ["Last"]
    assert slugs.present_team("minne") is last


def test_a_team_is_not_merged_into_itself(cast: Cast) -> None:
    with pytest.raises(reorganizing.SameTeam):
        reorganizing.merge(cast.team, cast.team, by=cast.admin, now=NOON)


@pytest.mark.parametrize("closes_first", [True, False])
def test_a_closed_team_is_not_merged(cast: Cast, closes_first: bool) -> None:
    into = team(cast)
    reorganizing.close(cast.team if closes_first else into, by=cast.admin, now=NOON)

    with pytest.raises(memberships.TeamClosed):
        reorganizing.merge(cast.team, into, by=cast.admin, now=NOON)


def test_closing_takes_everybody_out_and_makes_another_team_primary(cast: Cast) -> None:
    memberships.add_member(team(cast), cast.aki, by=cast.admin, now=NOON)

    taken_out = reorganizing.close(cast.team, by=cast.admin, now=NOON)

    assert taken_out == [cast.aki, cast.botan]
    assert (mine(cast.aki), mine(cast.botan)) == ([("Ops", True, False)], [])


def test_closing_twice_is_recorded_once(cast: Cast) -> None:
    for _ in range(2):
        reorganizing.close(cast.team, by=cast.admin, now=NOON)

    assert len(db.session.scalars(db.select(AuditEvent).filter_by(action="team.closed")).all()) == 1


def test_nobody_is_put_in_a_closed_team(cast: Cast) -> None:
    reorganizing.close(cast.team, by=cast.admin, now=NOON)

    with pytest.raises(memberships.TeamClosed):
        memberships.add_member(cast.team, cast.chika, by=cast.admin, now=NOON)


def test_a_team_is_opened_again_empty(cast: Cast) -> None:
    reorganizing.merge(cast.team, team(cast), by=cast.admin, now=NOON)

    reorganizing.reopen(cast.team, by=cast.admin, now=NOON)

    assert names(list(db.session.scalars(queries.teams()))) == ["minne", "Ops"]
    assert mine(cast.aki) == [("Ops", True, False)]


def test_the_name_of_a_closed_team_is_still_taken(cast: Cast) -> None:
    reorganizing.close(cast.team, by=cast.admin, now=NOON)

    with pytest.raises(memberships.NameTaken):
        team(cast, "Minne")


def test_an_address_that_was_given_up_still_leads_to_the_team(cast: Cast) -> None:
    reorganizing.change_slug(cast.team, "commerce", by=cast.admin, now=NOON)

    assert slugs.present_team("minne") is cast.team
    assert slugs.present_team("commerce") is cast.team


def test_no_other_team_gets_an_address_that_leads_elsewhere(cast: Cast) -> None:
    reorganizing.change_slug(cast.team, "commerce", by=cast.admin, now=NOON)
    other = team(cast)

    with pytest.raises(slugs.SlugTaken):
        reorganizing.change_slug(other, "minne", by=cast.admin, now=NOON)
    assert slugs.free_slug("minne") == "minne-2"


def test_a_team_takes_its_own_address_back(cast: Cast) -> None:
    for slug in ("commerce", "minne", "commerce"):
        reorganizing.change_slug(cast.team, slug, by=cast.admin, now=NOON)

    assert slugs.present_team("minne") is cast.team


@pytest.mark.parametrize("slug", ["", "Team", "a b", "a--b", "-a", "a-", "ａ", "x" * 41, "a/b"])
def test_what_reads_badly_in_an_address_is_no_slug(slug: str) -> None:
    assert not slugs.is_slug(slug)


@pytest.mark.parametrize(("slug", "little"), [("team", True), ("team-2", True), ("team-ops", False), ("ops", False)])
def test_a_slug_made_for_want_of_letters_says_little(slug: str, little: bool) -> None:
    assert slugs.says_little(Team(slug=slug, name="基盤")) is little
