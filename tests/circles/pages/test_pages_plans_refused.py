"""Plans and books that cannot be come back as they were typed."""

import pytest

from tests.cast import Cast
from tests.circles.planning import BOOK, TOC, WEDNESDAYS, circle_count, fields, pasted, scheduled, sent


@pytest.mark.parametrize("edit", [{"d1": ""}, {"d1": "2026-13-01"}, {"d1": "9999-12-31"}, {"d2": "2026-12-02"}])
def test_a_date_that_cannot_be_comes_back_as_typed(cast: Cast, edit: dict[str, str]) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text) | edit

    answer = browser.post("/circles/new/circle", data=typed)

    assert answer.status_code == 422
    assert {name: fields(answer.text)[name] for name in edit} == edit
    assert circle_count() == 1


def test_another_weekday_is_planned_anew_before_anything_is_made(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text) | {"weekday": "3"}

    answer = browser.post("/circles/new/circle", data=typed)

    assert answer.status_code == 422
    assert fields(answer.text)["d1"] == "2026-12-03"
    assert circle_count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day": "1999-01-01"},
        {"start": "24:00"},
        {"minutes": "0"},
        {"amount": "0"},
        {"amount": "99999999999999999999"},
        {"weekday": "7"},
        {"repeat": "weeks:53"},
        {"repeat": "never"},
        {"title": ""},
        {"time_zone": "Mars/Phobos"},
        {"capacity": "-1"},
        {"online_url": "ftp://x"},
        {"holidays": "maybe"},
        {"format": "sung"},
    ],
)
def test_a_schedule_that_cannot_be_comes_back_as_typed(cast: Cast, wrong: dict[str, str]) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text) | {"description": "よむ会"} | wrong

    answer = browser.post("/circles/new/circle", data=typed)

    assert answer.status_code == 422
    assert "よむ会" in answer.text
    assert circle_count() == 1


@pytest.mark.parametrize(
    "wrong", [{"k3": "verse"}, {"t3": ""}, {"p3": "abc"}, {"n3": "n" * 21}, {"t3": "t" * 301}, {"p3": "123456"}]
)
def test_a_line_that_cannot_be_comes_back_as_typed(cast: Cast, wrong: dict[str, str]) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(pasted(browser).text) | {"t4": "そのまま"} | wrong

    answer = sent(browser, "/circles/new/schedule", typed)

    assert answer.status_code == 422
    assert "そのまま" in answer.text
    # A kind that is none stands in no list.
    typed = {name: text for name, text in wrong.items() if name != "k3"}
    assert {name: fields(answer.text)[name] for name in typed} == typed


def test_lines_of_which_none_is_to_be_read_come_back(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = {name: value for name, value in fields(pasted(browser).text).items() if not name.startswith("x")}

    answer = sent(browser, "/circles/new/schedule", typed)

    assert answer.status_code == 422
    assert "少なくとも1つ" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"toc": " \n "},
        {"isbn": "978-4-87311-961-9"},
        {"url": "nowhere"},
        {"toc": "x\n" * 2001},
        {"toc": "あ" * 40_000},
        {"title": "t" * 121},
    ],
)
def test_a_book_that_cannot_be_comes_back_as_typed(cast: Cast, wrong: dict[str, str]) -> None:
    answer = pasted(cast.browser(cast.botan), **({"authors": "山田"} | wrong))

    assert answer.status_code == 422
    assert fields(answer.text)["authors"] == "山田"


@pytest.mark.parametrize("wrong", [{"url": "javascript:alert(1)"}, {"title": "t" * 5000}, {"authors": "a" * 201}])
def test_a_book_that_cannot_be_makes_no_circle_whichever_way_it_was_typed(cast: Cast, wrong: dict[str, str]) -> None:
    browser, before = cast.browser(cast.botan), circle_count()
    # Going back from the first step, which no button does, looks at nothing that was typed there.
    first = fields(sent(browser, "/circles/new/chapters", fields(scheduled(browser).text)).text)
    book = fields(sent(browser, "/circles/new", first).text)
    around = fields(sent(browser, "/circles/new", book | wrong).text)
    page = sent(browser, "/circles/new/schedule", {"draft": around["draft"], "step": "chapters"})

    answer = browser.post("/circles/new/circle", data=fields(page.text) | {"title": "夜の会"})

    assert (page.status_code, answer.status_code) == (200, 422)
    assert circle_count() == before
    assert fields(answer.text)["toc"].splitlines() == TOC.splitlines()


@pytest.mark.parametrize(
    "path", ["/circles/new", "/circles/new/chapters", "/circles/new/schedule", "/circles/new/circle"]
)
@pytest.mark.parametrize("draft", ["", "x.y", "\x00"])
def test_a_form_that_is_not_ours_starts_again(cast: Cast, path: str, draft: str) -> None:
    answer = cast.browser(cast.botan).post(path, data=BOOK | {"draft": draft, "step": "book"})

    assert answer.status_code == 422
    assert fields(answer.text)["title"] == BOOK["title"]
