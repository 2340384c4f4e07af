"""Who sees whom."""

import pytest

from studyhub.people.models import UserState
from tests.cast import Cast, query_count


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
        (UserState.INVITED, "invited"),
        (UserState.SUSPENDED, "gone"),
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
