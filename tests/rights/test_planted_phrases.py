"""What one may not know of stands in nothing one can get: a phrase is planted in each private field, and sought."""

from collections import defaultdict

import pytest

from tests.rights.everything import got_by, mails
from tests.rights.tables.places import Place
from tests.rights.tables.secrecy import EVERYBODY, IN_NO_MESSAGE, MAY_FIND
from tests.rights.tables.world import PLANTED, ROLES, planted
from tests.text_columns import without_a_phrase


def _found_in(text: str) -> set[str]:
    return {where for where in PLANTED if planted(where) in text}


@pytest.mark.usefixtures("place")
def test_for_every_planted_phrase_it_is_said_who_may_find_it() -> None:
    assert set(MAY_FIND) == PLANTED


@pytest.mark.usefixtures("place")
def test_a_phrase_stands_in_every_column_that_people_type() -> None:
    # A guest stands in no chapter of the World.
    assert without_a_phrase() == {"assignment.guest_name"}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_what_they_may_know_of_and_nothing_else(place: Place, role: str) -> None:
    found: dict[str, str] = {}
    for to, text in got_by(place, role):
        found |= {where: to for where in _found_in(text) if where not in found}

    may_find = {where for where, roles in MAY_FIND.items() if role in roles}
    assert {where: to for where, to in found.items() if where not in may_find} == {}
    assert may_find - found.keys() - IN_NO_MESSAGE == set()


def test_mail_tells_nobody_what_they_may_not_know_of(place: Place) -> None:
    roles = {place.world.people[role]: role for role in EVERYBODY} | {place.world.people["fumi"]: "botan"}
    told: dict[str, set[str]] = defaultdict(set)
    for recipient, _, text in mails(place):
        told[roles.get(recipient, "somebody else")] |= _found_in(text)

    # Gen is invited to the circle and told its name; it is published besides. Ichi takes part in the other one.
    assert told.pop("somebody else") == {"circle-title", "unorganized-title", "organization.name"}
    assert {role: told[role] - {where for where in MAY_FIND if role in MAY_FIND[where]} for role in told} == {
        role: set() for role in told
    }
    assert not any(found & IN_NO_MESSAGE for found in told.values())
