"""In a large organisation whom to invite is found by a part of the name."""

import re

from tests.cast import Cast


def offered(page: str) -> list[str]:
    """The names with a box."""
    return re.findall(r'name="user_ids"[^>]*><label[^>]*>([^<]+)</label>', page)


def test_of_many_nobody_is_listed_until_looked_for(cast: Cast) -> None:
    cast.people(30)
    cast.person("八木 みどり", kana="やぎ みどり")
    browser = cast.browser(cast.aki)

    assert offered(browser.get("/circles/sre/people").text) == []
    assert offered(browser.get("/circles/sre/people?find=八木").text) == ["八木 みどり"]
    assert "見つかりませんでした" in browser.get("/circles/sre/people?find=だれでもない").text


def test_whoever_is_found_is_invited(cast: Cast) -> None:
    cast.people(30)
    person = cast.person("八木 みどり")

    answer = cast.browser(cast.aki).post("/circles/sre/invitations?find=八木", data={"user_ids": [person.id]})

    assert answer.status_code == 303
    assert "八木 みどり" in cast.browser(cast.aki).get("/circles/sre/people").text


def test_where_they_are_few_everybody_is_listed(cast: Cast) -> None:
    assert "Chika" in offered(cast.browser(cast.aki).get("/circles/sre/people").text)


def test_nobody_is_found_by_those_who_do_not_organise(cast: Cast) -> None:
    assert 'name="find"' not in cast.browser(cast.botan).get("/circles/sre/people?find=chika").text


def test_pressing_without_anybody_chosen_says_so(cast: Cast) -> None:
    cast.people(30)

    answer = cast.browser(cast.aki).post("/circles/sre/invitations", data={})

    assert answer.status_code == 422
    assert re.search(r'class="error" role="alert"', answer.text)
