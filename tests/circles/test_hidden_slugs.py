"""The address of a circle for participants only tells nobody that there is one."""

import re

import pytest

from studyhub.circles import editing, queries
from studyhub.circles.models import Circle, Visibility
from studyhub.db import db
from tests.cast import NOON, Cast
from tests.meetings.scenes import terms_of

SECRET = re.compile("reading-[0-9a-f]{10}")


def show_to(cast: Cast, circle: Circle, visibility: Visibility) -> None:
    editing.edit(circle, terms_of(circle, visibility=visibility), by=cast.aki, now=NOON)


def test_a_title_that_a_hidden_circle_has_makes_an_address_like_any_other(cast: Cast) -> None:
    hidden = cast.new_circle(cast.aki, title="Salaries", visibility=Visibility.PARTICIPANTS)

    open_one = cast.new_circle(cast.chika, title="Salaries")

    assert open_one.slug == "salaries"
    assert SECRET.fullmatch(hidden.slug)


def test_one_that_is_hidden_later_leaves_its_address_to_others(cast: Cast) -> None:
    show_to(cast, cast.circle, Visibility.PARTICIPANTS)

    open_one = cast.new_circle(cast.chika, title="SRE")

    assert SECRET.fullmatch(cast.circle.slug)
    assert queries.visible(cast.botan, cast.circle.slug) is cast.circle
    assert queries.visible(cast.chika, "sre") is open_one


def test_its_old_address_still_leads_those_there_who_may_see_it(cast: Cast) -> None:
    show_to(cast, cast.circle, Visibility.PARTICIPANTS)

    statuses = [cast.browser(user).get("/circles/sre/").status_code for user in (cast.botan, cast.chika)]

    assert statuses == [200, 404]


def test_hiding_it_twice_changes_its_address_once(cast: Cast) -> None:
    show_to(cast, cast.circle, Visibility.PARTICIPANTS)
    first = cast.circle.slug
    show_to(cast, cast.circle, Visibility.INSIDE)

    show_to(cast, cast.circle, Visibility.PARTICIPANTS)

    assert (cast.circle.slug, cast.circle.former_slug) == (first, "sre")


@pytest.mark.parametrize("visibility", [Visibility.INSIDE, Visibility.PUBLIC])
def test_the_address_of_any_other_stays_readable(cast: Cast, visibility: Visibility) -> None:
    show_to(cast, cast.circle, visibility)

    assert (cast.circle.slug, cast.circle.former_slug) == ("sre", None)


def test_whoever_hides_it_is_led_to_its_new_address(cast: Cast) -> None:
    form = {"title": "SRE", "visibility": "participants", "format": "presented"}

    answer = cast.browser(cast.aki).post("/circles/sre/edit", data=form)

    db.session.refresh(cast.circle)
    assert answer.location == f"/circles/{cast.circle.slug}/"
    assert SECRET.fullmatch(cast.circle.slug)
