"""Who sees whom."""

import pytest

from studyhub.accounts import invitations
from studyhub.db import db
from studyhub.people.models import User, UserState
from tests.cast import NOON, Cast, query_count
from tests.conftest import SECRET_KEY


def listed(cast: Cast, show: str) -> set[str]:
    """Whom the list names, of those whom every test knows."""
    page = cast.browser(cast.admin).get(f"/people/?show={show}").text
    rows = page.partition("<tbody")[2]
    return {name for name in ("Aki", "Botan", "Chika", "Emi", "Ado") if f">{name}<" in rows}


def with_password(*people: User) -> None:
    for person in people:
        person.password_hash = "set"  # noqa: S105 -- only that there is one matters


def test_members_see_members(cast: Cast) -> None:
    page = cast.browser(cast.aki).get("/people/").text

    assert "Botan" in page
    assert "botan@example.com" not in page


def test_visitors_are_asked_to_sign_in(cast: Cast) -> None:
    assert cast.browser().get("/people/").location == "/sign-in?next=/people/"


def test_whoever_waits_to_be_accepted_sees_nobody(cast: Cast) -> None:
    cast.chika.state = UserState.PENDING

    assert cast.browser(cast.chika).get("/people/").status_code == 403
    assert cast.browser(cast.chika).get(f"/people/{cast.aki.id}/").status_code == 403


@pytest.mark.parametrize("state", [UserState.INVITED, UserState.PENDING, UserState.SUSPENDED, UserState.LEFT])
def test_members_see_nobody_else(cast: Cast, state: UserState) -> None:
    cast.chika.state = state

    assert "Chika" not in cast.browser(cast.aki).get("/people/").text
    assert cast.browser(cast.aki).get(f"/people/{cast.chika.id}/").status_code == 404
    assert cast.browser(cast.admin).get(f"/people/{cast.chika.id}/").status_code == 200


@pytest.mark.parametrize(
    ("state", "show"),
    [
        (UserState.PENDING, "pending"),
        (UserState.INVITED, "without_password"),
        (UserState.SUSPENDED, "gone"),
        (UserState.SUSPENDED, "suspended"),
        (UserState.LEFT, "left"),
        (UserState.LEFT, "gone"),
    ],
)
def test_administrators_find_the_others(cast: Cast, state: UserState, show: str) -> None:
    cast.chika.state = state

    assert "Chika" in cast.browser(cast.admin).get(f"/people/?show={show}").text
    assert cast.browser(cast.aki).get(f"/people/?show={show}").status_code == 404


def test_an_unknown_list_is_not_found(cast: Cast) -> None:
    assert cast.browser(cast.admin).get("/people/?show=kings").status_code == 404


def test_people_are_found_by_team(cast: Cast) -> None:
    page = cast.browser(cast.editor).get("/people/?q=ＭＩＮＮＥ").text

    assert ("Aki" in page, "Botan" in page, "Chika" in page) == (True, True, False)


@pytest.mark.parametrize("query", ["%00", "%F0%9F%93%9A", "x" * 5000, "%25_", "'"])
def test_any_search_is_answered(cast: Cast, query: str) -> None:
    assert cast.browser(cast.aki).get(f"/people/?q={query}").status_code == 200


@pytest.mark.parametrize("more", [1, 12])
def test_the_query_count_stays_with_more_people(cast: Cast, more: int) -> None:
    browser = cast.browser(cast.aki)
    cast.people(more)

    with query_count(3):
        browser.get("/people/")


@pytest.mark.parametrize("user_id", ["0", "999", "１", "2147483648", "99999999999999999999"])
def test_an_unknown_person_is_not_found(cast: Cast, user_id: str) -> None:
    assert cast.browser(cast.admin).get(f"/people/{user_id}/").status_code == 404


def test_whoever_never_came_is_found_invited_or_not(cast: Cast) -> None:
    with_password(cast.aki, cast.editor, cast.admin)
    invitations.invite_person(cast.botan, by=cast.admin, key=SECRET_KEY, now=NOON)

    assert listed(cast, "without_password") == {"Botan", "Chika"}
    page = cast.browser(cast.admin).get("/people/?show=without_password").text
    assert (page.count("未招待"), page.count(">招待中<")) == (1, 1)


def test_whoever_was_invited_by_address_never_came_either(cast: Cast) -> None:
    with_password(cast.aki, cast.botan, cast.chika, cast.editor, cast.admin)
    invitations.invite("dai@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)

    page = cast.browser(cast.admin).get("/people/?show=without_password").text

    assert page.count('scope="row"') == 1
    assert ">dai<" in page


def test_whoever_cannot_come_is_not_waited_for(cast: Cast) -> None:
    with_password(cast.aki, cast.botan, cast.editor, cast.admin)
    cast.chika.state = UserState.SUSPENDED

    assert listed(cast, "without_password") == set()


@pytest.fixture
def three_gone(cast: Cast) -> Cast:
    """Aki is suspended, Botan has left, Chika became part of Emi."""
    cast.aki.state = UserState.SUSPENDED
    cast.botan.state = cast.chika.state = UserState.LEFT
    cast.chika.merged_into_id = cast.editor.id
    db.session.commit()
    return cast


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("gone", {"Aki", "Botan", "Chika"}),
        ("suspended", {"Aki"}),
        ("left", {"Botan"}),
        ("merged", {"Chika"}),
    ],
)
def test_who_is_gone_is_found_by_why(three_gone: Cast, show: str, names: set[str]) -> None:
    assert listed(three_gone, show) == names


def test_of_each_who_is_gone_it_is_said_why(three_gone: Cast) -> None:
    page = three_gone.browser(three_gone.admin).get("/people/?show=gone").text
    rows = page.partition("<tbody")[2]

    assert [rows.count(f">{word}<") for word in ("利用停止中", "退職済み", "統合済み")] == [1, 1, 1]


def test_whoever_is_in_no_team_is_found_by_everybody(cast: Cast) -> None:
    assert listed(cast, "without_team") == {"Chika", "Emi", "Ado"}
    assert cast.browser(cast.botan).get("/people/?show=without_team").status_code == 200


def test_each_list_says_how_many_stand_in_it(three_gone: Cast) -> None:
    with_password(three_gone.editor, three_gone.admin)

    page = three_gone.browser(three_gone.admin).get("/people/?show=left").text

    counts = {"without_team": 2, "without_password": 0, "pending": 0, "gone": 3, "suspended": 1, "left": 1, "merged": 1}
    for show, count in counts.items():
        tab = page.partition(f'href="/people/?show={show}"')[2].partition("</a>")[0]
        assert f">{count}</span>" in tab
