"""The page of components: for administrators, in both languages."""

import pytest

from tests.cast import Cast


@pytest.mark.parametrize(("language", "title"), [("ja", "デザイン"), ("en", "Design")])
def test_an_administrator_sees_every_component_in_their_language(cast: Cast, language: str, title: str) -> None:
    cast.admin.language = language

    page = cast.browser(cast.admin).get("/design/")

    assert page.status_code == 200
    assert f"<h1>{title}</h1>" in page.text
    assert page.text.count('class="themed stack" data-theme="dark"') == 10


def test_the_refused_form_shows_what_is_wrong_with_each_field(cast: Cast) -> None:
    page = cast.browser(cast.admin).get("/design/").text

    assert 'href="#light-refused-title"' in page
    assert 'id="light-refused-title-error"' in page


def test_a_member_is_not_shown_the_components(cast: Cast) -> None:
    assert cast.browser(cast.botan).get("/design/").status_code == 403
