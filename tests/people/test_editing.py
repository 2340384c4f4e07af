"""What administrators write of others."""

import pytest
from werkzeug.test import TestResponse

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.teams import memberships
from studyhub.teams.models import Membership
from tests.accounts.browsing import mails
from tests.cast import NOON, Cast

KNOWN = {"name": "Botan", "kana": "", "number": "", "chat_handle": ""}


def edit(cast: Cast, **fields: str) -> TestResponse:
    return cast.browser(cast.admin).post(f"/people/{cast.botan.id}/edit", data=KNOWN | fields)


def give_address(cast: Cast, email: str, to: User | None = None) -> TestResponse:
    person = to or cast.botan
    return cast.browser(cast.admin).post(f"/people/{person.id}/address", data={"email": email})


def test_name_reading_number_and_handle_are_kept(cast: Cast) -> None:
    answer = edit(cast, name="牡丹", kana="ぼたん", number="E-7", chat_handle="@botan")

    assert answer.location == f"/people/{cast.botan.id}/"
    facts = (cast.botan.name, cast.botan.kana, cast.botan.number, cast.botan.chat_handle, cast.botan.reading)
    assert facts == ("牡丹", "ぼたん", "E-7", "@botan", "ぼたん")


def test_the_trail_names_the_fields_and_never_what_they_hold(cast: Cast) -> None:
    edit(cast, kana="ぼたん", number="E-7")

    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "user.edited"))
    assert (event.actor_id, event.before, event.after) == (cast.admin.id, None, {"fields": ["kana", "number"]})


def test_saving_what_is_known_already_leaves_no_trace(cast: Cast) -> None:
    edit(cast)

    assert db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "user.edited")).all() == []


def test_a_number_of_somebody_else_is_refused_and_what_was_typed_is_kept(cast: Cast) -> None:
    cast.aki.number = "E-7"

    answer = edit(cast, number="E-7", kana="ぼたん")

    assert (answer.status_code, 'value="ぼたん"' in answer.text) == (422, True)
    assert (cast.botan.number, cast.botan.kana) == (None, "")


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 81}, {"number": "x" * 41}])
def test_what_cannot_be_kept_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    assert edit(cast, **wrong).status_code == 422


def test_of_several_teams_another_one_is_made_primary(cast: Cast) -> None:
    other = memberships.create_team("Other", by=cast.admin, now=NOON)
    memberships.add_member(other, cast.botan, by=cast.admin, now=NOON)

    edit(cast, primary_team=str(other.id))

    mine = db.select(Membership.team_id).where(Membership.user_id == cast.botan.id, Membership.is_primary)
    assert db.session.scalars(mine).all() == [other.id]
    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "membership.primary"))
    assert event.after == {"team_id": other.id}


def test_an_address_given_by_an_administrator_holds_at_once_and_both_are_told(cast: Cast) -> None:
    assert give_address(cast, "new@example.com").status_code == 303

    assert cast.botan.email == "new@example.com"
    assert set(mails()) == {("address_changed", "botan@example.com"), ("address_changed", None)}
    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "user.address_changed"))
    assert (event.actor_id, event.subject_id) == (cast.admin.id, cast.botan.id)


@pytest.mark.parametrize("email", ["aki@example.com", "no address", ""])
def test_an_address_that_is_taken_or_none_is_refused(cast: Cast, email: str) -> None:
    answer = give_address(cast, email)

    assert (answer.status_code, cast.botan.email) == (422, "botan@example.com")
    assert f'value="{email}"' in answer.text


def test_administrators_confirm_their_own_address_as_everybody_does(cast: Cast) -> None:
    answer = give_address(cast, "new@example.com", cast.admin)

    assert (answer.location, cast.admin.email) == ("/profile/address", "ado@example.com")


def test_what_became_part_of_another_account_is_changed_there(cast: Cast) -> None:
    merged = cast.person("Merged", state=UserState.LEFT, merged_into_id=cast.aki.id)
    browser = cast.browser(cast.admin)

    assert browser.get(f"/people/{merged.id}/edit").status_code == 404
    assert browser.post(f"/people/{merged.id}/address", data={"email": "new@example.com"}).status_code == 404
    assert f'href="/people/{cast.aki.id}/"' in browser.get(f"/people/{merged.id}/").text
