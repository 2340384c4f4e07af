"""What gives or takes rights, accounts and sessions asks for the password again; found by what each form changes."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select, update

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import Device, Token, TokenPurpose, User, UserState
from studyhub.settings.models import Organization
from studyhub.web.guards.confirming import CONFIRMED_LASTS, FIELD
from studyhub.web.guards.hashing import MARK
from tests.cast import NOON
from tests.rights.forms import able
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rule_of
from tests.rights.tables.typed import GOOD

# These open an account by a secret or a password of their own, or ask for one.
WITH_A_SECRET = {
    "accounts.create_session",
    "accounts.delete_session",
    "email_changes.create",
    "email_changes.update",
    "invitations.create_account",
    "profile.update_password",
    "registrations.create",
    "registrations.update",
    "resets.create",
    "resets.update",
}
# Takes back what was only asked for.
HARMLESS = {"email_changes.delete"}
ASKING = {
    "demo.create",
    "invitations.create",
    "invitations.delete",
    "invitations.update",
    "people.create_invitation",
    "people.create_reset_link",
    "people.delete_sessions",
    "people.update_roles",
    "people.update_state",
    "people_editing.update_email",
    "people_merging.create",
    "people_import.create",
    "profile.delete_device",
    "profile.delete_devices",
    "settings.update",
}
GUARDED_COLUMNS = [
    select(User.id, User.email, User.state, User.password_hash, User.is_admin, User.is_editor, User.is_rota_keeper),
    select(Device.id),
    select(Token.id, Token.revoked_at, Token.used_at).where(Token.purpose != TokenPurpose.SETUP),
    select(Organization.registration, Organization.domains),
]


def guarded_values() -> list[Any]:
    db.session.rollback()
    found = [sorted(map(repr, db.session.execute(one))) for one in GUARDED_COLUMNS]
    db.session.rollback()
    return found


def send(place: Place, row: Row, **more: str) -> Any:
    role = whoever_may(row)
    to = address(place.world, rule_of(place.app, row.endpoint), row.variant)
    return place.world.ask(role, row.method, to, data=fields(place.world, row.endpoint, role) | more)


def whoever_may(row: Row) -> str:
    return "ado" if row.answers["aki"][0] >= 400 and row.answers["ado"][0] < 400 else able(row)


def let_half_an_hour_pass() -> None:
    db.session.execute(update(Device).values(confirmed_at=NOON - CONFIRMED_LASTS))
    db.session.commit()


def forms() -> list[Row]:
    return [row for row in ROWS if row.method in UNSAFE]


def test_whatever_changes_rights_accounts_and_sessions_asks_again(place: Place) -> None:
    before, changing = guarded_values(), set()
    for row in forms():
        send(place, row)
        if guarded_values() != before:
            changing.add(row.endpoint)
        place.snapshot.put_back()

    assert changing - WITH_A_SECRET - HARMLESS <= ASKING


def test_only_that_asks_and_nothing_is_done_before(place: Place) -> None:
    asking, changed = set(), []
    for row in forms():
        let_half_an_hour_pass()
        before = guarded_values()
        answer = send(place, row)
        if FIELD.encode() in answer.data:
            asking.add(row.endpoint)
            changed += [row.endpoint] if guarded_values() != before or answer.status_code != 401 else []
        place.snapshot.put_back()

    assert asking == ASKING
    assert changed == []


@pytest.mark.parametrize("endpoint", sorted(ASKING))
def test_the_page_that_asks_does_it_with_the_password(place: Place, endpoint: str) -> None:
    [row] = [row for row in forms() if row.endpoint == endpoint]
    expected = send(place, row).status_code, sorted(place.snapshot.changed())
    place.snapshot.put_back()
    let_half_an_hour_pass()
    asked = send(place, row)
    forms_of_page: Any = html.fromstring(asked.text).xpath("//main//form")
    [form] = forms_of_page
    assert form.form_values()[0] == (MARK, "1")
    typed = [(name, value.removeprefix("\n")) for name, value in form.form_values() if name != FIELD]

    # Sent as the page holds it, and not as it was typed first.
    answer = place.world.ask(whoever_may(row), "POST", form.action, data=_multi([*typed, (FIELD, GOOD)]))

    assert (answer.status_code, sorted({*place.snapshot.changed()} - {"device"})) == (
        expected[0],
        sorted({*expected[1]} - {"device"}),
    )


@pytest.mark.parametrize(("language", "around"), [("ja", ("「", "」を続けるには")), ("en", ("“", "”, please"))])
def test_the_page_that_asks_names_what_it_is_about_to_do(place: Place, language: str, around: tuple[str, str]) -> None:
    let_half_an_hour_pass()
    named = {}
    for row in (row for row in forms() if row.endpoint in ASKING):
        db.session.execute(update(User).values(language=language))
        db.session.commit()
        page = send(place, row).text
        named[row.endpoint] = page.partition(around[0])[2].partition(around[1])[0]
        place.snapshot.put_back()
        let_half_an_hour_pass()

    assert named.keys() == ASKING
    assert len(set(named.values())) == len(ASKING)
    assert not {"", "What you asked for", "先ほどの操作"} & set(named.values())


def test_what_becomes_of_an_account_is_named(place: Place) -> None:
    botan = place.world.user("botan")
    botan.name = "山田"
    db.session.commit()
    states = [(botan.state, state) for state in ("on_leave", "suspended", "left")]
    states += [
        (state, "active") for state in (UserState.PENDING, UserState.SUSPENDED, UserState.ON_LEAVE, UserState.LEFT)
    ]

    named = [named_change(place, before, after) for before, after in states]

    assert named == [
        "山田さんを休職にする",
        "山田さんの利用を停止する",
        "山田さんを退職にする",
        "山田さんのアカウントを承認する",
        "山田さんの利用停止を解除する",
        "山田さんを復職にする",
        "山田さんを復帰させる",
    ]


def named_change(place: Place, before: UserState, after: str) -> str:
    place.world.user("botan").state = before
    let_half_an_hour_pass()
    path = f"/people/{place.world.people['botan']}/state"
    page = place.world.ask("ado", "POST", path, data={"state": after}).text
    return page.partition("」を続けるには")[0].rpartition("「")[2]


@pytest.mark.parametrize(
    ("is_admin", "data", "words"),
    [
        (False, {"is_admin": "y"}, "さんを管理者にする"),
        (True, {}, "さんを管理者から外す"),
        (False, {"is_editor": "y"}, "さんの役割を変更する"),
    ],
)
def test_who_becomes_an_administrator_is_named(place: Place, is_admin: bool, data: dict[str, str], words: str) -> None:
    place.world.user("botan").is_admin = is_admin
    let_half_an_hour_pass()

    page = place.world.ask("ado", "POST", f"/people/{place.world.people['botan']}/roles", data=data).text

    assert words in page


def _multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def roles_of_botan(place: Place, minutes: int, **more: str) -> Any:
    clock.start_at(NOON + timedelta(minutes=minutes))
    place.world.user("ado").password_hash = place.world.user("botan").password_hash
    path = f"/people/{place.world.people['botan']}/roles"
    return place.world.ask("ado", "POST", path, data={"is_admin": "y"} | more)


@pytest.mark.parametrize("minutes", [0, 29])
def test_within_half_an_hour_nothing_is_asked(place: Place, minutes: int) -> None:
    db.session.execute(update(Device).values(confirmed_at=NOON))

    assert roles_of_botan(place, minutes).status_code == 303
    assert place.world.user("botan").is_admin


def test_once_given_it_holds_for_half_an_hour_on_this_browser_alone(place: Place) -> None:
    let_half_an_hour_pass()
    roles_of_botan(place, 0, **{FIELD: GOOD})

    assert roles_of_botan(place, 29).status_code == 303
    assert roles_of_botan(place, 31).status_code == 401
    confirmed = select(Device.user_id).where(Device.confirmed_at >= NOON)
    assert db.session.scalars(confirmed).all() == [place.world.people["ado"]]


def test_a_wrong_password_changes_nothing_and_keeps_what_was_chosen(place: Place) -> None:
    let_half_an_hour_pass()

    answer = roles_of_botan(place, 0, **{FIELD: "something else"})

    assert (answer.status_code, place.world.user("botan").is_admin) == (422, False)
    assert "現在のパスワードと違います。" in answer.text
    assert 'name="is_admin"' in answer.text
    assert "something else" not in answer.text


def test_guessing_it_ends_where_guessing_at_the_sign_in_does(place: Place) -> None:
    let_half_an_hour_pass()

    statuses = [roles_of_botan(place, 0, **{FIELD: f"guess {number}"}).status_code for number in range(11)]

    assert statuses == [422] * 10 + [429]
    assert roles_of_botan(place, 0, **{FIELD: GOOD}).status_code == 429


def test_whoever_may_not_is_not_asked(place: Place) -> None:
    let_half_an_hour_pass()
    path = f"/people/{place.world.people['botan']}/roles"

    answers = [place.world.ask(role, "POST", path, data={"is_admin": "y"}) for role in ("visitor", "botan", "aki")]

    assert [answer.status_code for answer in answers] == [401, 403, 403]
    assert [answer for answer in answers if FIELD in answer.text] == []
