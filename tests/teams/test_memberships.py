"""Teams and who is in them."""

import pytest
from sqlalchemy.exc import IntegrityError

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User
from studyhub.teams import memberships
from studyhub.teams.models import Membership, Team
from studyhub.teams.queries import members_of, memberships_of
from tests.cast import NOON, Cast


def team(cast: Cast, name: str = "Ops") -> Team:
    return memberships.create_team(name, by=cast.admin, now=NOON)


def primary(user: User) -> list[tuple[str, bool]]:
    return [(row.team.name, row.is_primary) for row in db.session.scalars(memberships_of(user))]


def test_the_first_team_is_primary(cast: Cast) -> None:
    memberships.add_member(team(cast), cast.chika, by=cast.admin, now=NOON)
    memberships.add_member(cast.team, cast.chika, by=cast.admin, now=NOON)

    assert primary(cast.chika) == [("Ops", True), ("minne", False)]


def test_adding_twice_is_harmless(cast: Cast) -> None:
    first = memberships.add_member(cast.team, cast.chika, by=cast.admin, now=NOON)

    assert memberships.add_member(cast.team, cast.chika, by=cast.admin, now=NOON) is first


def test_taking_out_of_the_primary_team_makes_another_primary(cast: Cast) -> None:
    memberships.add_member(team(cast), cast.aki, by=cast.admin, now=NOON)

    memberships.remove_member(cast.team, cast.aki, by=cast.admin, now=NOON)

    assert primary(cast.aki) == [("Ops", True)]


def test_taking_out_twice_is_recorded_once(cast: Cast) -> None:
    for _ in range(2):
        memberships.remove_member(cast.team, cast.aki, by=cast.admin, now=NOON)

    assert len(db.session.scalars(db.select(AuditEvent).filter_by(action="membership.removed")).all()) == 1


def test_two_primary_teams_are_refused_by_the_database(cast: Cast) -> None:
    db.session.add(Membership(team_id=team(cast).id, user_id=cast.aki.id, is_primary=True))

    with pytest.raises(IntegrityError):
        db.session.flush()


def test_two_memberships_of_one_team_are_refused_by_the_database(cast: Cast) -> None:
    db.session.add(Membership(team_id=cast.team.id, user_id=cast.aki.id))

    with pytest.raises(IntegrityError):
        db.session.flush()


def test_leads_stand_first(cast: Cast) -> None:
    memberships.name_lead(cast.team, cast.botan, is_lead=True, by=cast.admin, now=NOON)

    assert [row.user.name for row in db.session.scalars(members_of(cast.team))] == ["Botan", "Aki"]


@pytest.mark.parametrize("name", ["minne", "MINNE", "ｍｉｎｎｅ"])
def test_a_name_is_taken_once(cast: Cast, name: str) -> None:
    with pytest.raises(memberships.NameTaken):
        team(cast, name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Data Platform", "data-platform"), ("データ基盤", "team"), ("Minne!", "minne-2"), ("---", "team")],
)
def test_the_slug_comes_from_the_name(cast: Cast, name: str, slug: str) -> None:
    assert team(cast, name).slug == slug


def test_the_address_stays_when_the_name_changes(cast: Cast) -> None:
    memberships.rename_team(cast.team, "minne EC", by=cast.admin, now=NOON)

    assert (cast.team.name, cast.team.slug) == ("minne EC", "minne")
