"""An administrator makes two accounts of one person one: chooses, looks at what happens, ticks, presses."""

import pytest

from studyhub.accounts import invitations
from studyhub.departures import holdings
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User, UserState
from studyhub.people.rosters import roster
from studyhub.teams import enrolment
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY


@pytest.fixture
def home(cast: Cast) -> User:
    """The second account of Botan, in the same circle."""
    home = cast.person("Home", is_editor=True)
    joining.join(cast.circle, home, now=NOON)
    return home


def test_one_is_chosen_and_leads_to_what_will_happen(cast: Cast, home: User) -> None:
    browser = cast.browser(cast.admin)

    assert "botan@example.com" in browser.get(f"/people/{home.id}/merge").text
    chosen = browser.get(f"/people/{home.id}/merge?other_id={cast.botan.id}")

    assert chosen.location == f"/people/{home.id}/merge/{cast.botan.id}"


def test_what_each_has_is_counted(cast: Cast, home: User) -> None:
    mine = holdings.holdings(cast.botan, now=NOON)
    both = holdings.twice(home, cast.botan, now=NOON)

    assert (mine.circles, mine.organizes, mine.to_come, mine.attended) == (1, 0, 4, 0)
    assert (both.circles, both.meetings, both.copies, both.self_approved) == (1, 4, 0, 0)


def test_the_page_shows_both_and_says_that_it_cannot_be_undone(cast: Cast, home: User) -> None:
    page = cast.browser(cast.admin).get(f"/people/{home.id}/merge/{cast.botan.id}", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    for words in ("home@example.com", "botan@example.com", "This cannot be undone.", "gets the role: Editor"):
        assert words in page.text


def test_without_the_tick_nothing_happens(cast: Cast, home: User) -> None:
    answer = cast.browser(cast.admin).post(f"/people/{home.id}/merge/{cast.botan.id}")

    assert (answer.status_code, home.merged_into_id) == (422, None)


def test_ticked_and_pressed_the_two_are_one(cast: Cast, home: User) -> None:
    answer = cast.browser(cast.admin).post(f"/people/{home.id}/merge/{cast.botan.id}", data={"is_sure": "y"})

    assert answer.location == f"/people/{cast.botan.id}/"
    assert (home.state, home.merged_into_id, cast.botan.is_editor) == (UserState.LEFT, cast.botan.id, True)


def test_pressed_twice_it_is_done_once(cast: Cast, home: User) -> None:
    browser, address = cast.browser(cast.admin), f"/people/{home.id}/merge/{cast.botan.id}"
    browser.post(address, data={"is_sure": "y"})

    assert browser.post(address, data={"is_sure": "y"}).status_code == 404


def test_nobody_makes_their_own_account_part_of_another(cast: Cast, home: User) -> None:
    browser = cast.browser(cast.admin)
    address = f"/people/{cast.admin.id}/merge/{home.id}"

    assert browser.get(address).location == f"/people/{cast.admin.id}/merge"
    assert browser.post(address, data={"is_sure": "y"}).status_code == 303
    assert cast.admin.merged_into_id is None


@pytest.mark.parametrize("given", ["", "x", "0", "999999999999999999999"])
def test_whoever_cannot_be_chosen_leads_nowhere(cast: Cast, home: User, given: str) -> None:
    assert cast.browser(cast.admin).get(f"/people/{home.id}/merge?other_id={given}").status_code == 200


def test_an_address_of_an_account_that_went_is_not_invited_anew(cast: Cast) -> None:
    merged = cast.person("Merged", state=UserState.LEFT, merged_into_id=cast.botan.id)

    with pytest.raises(invitations.HasAccount):
        invitations.invite("merged@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)
    answer = cast.browser(cast.admin).post(f"/people/{merged.id}/invitation")
    assert (answer.status_code, merged.state) == (303, UserState.LEFT)


def test_a_list_that_knows_the_old_address_means_the_account_that_stayed(cast: Cast) -> None:
    merged = cast.person("Merged", state=UserState.LEFT, merged_into_id=cast.botan.id)
    people = roster.read("name,email,kana\nBotan,merged@example.com,ぼたん\n").people

    enrolment.enrol(people, by=cast.admin, now=NOON)

    assert (cast.botan.kana, cast.botan.email) == ("ぼたん", "merged@example.com")
    assert (merged.email, merged.state) == ("botan@example.com", UserState.LEFT)
