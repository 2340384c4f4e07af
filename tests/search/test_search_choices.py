"""What confines a search, how its pages go on, and that whatever is typed is answered."""

from datetime import datetime, timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.search.results import PAGE_SIZE
from studyhub.services import quirks
from studyhub.teams.models import Membership, Team
from studyhub.text.searching import QUERY_MAX_CHARS
from tests.cast import NOON, Cast, query_count
from tests.drills.scenes import new_scenario
from tests.publishing.served import at, public, released, shared
from tests.search.scenes import parsed, search
from tests.services.conftest import new_service


def test_a_circle_one_may_not_see_confines_like_one_that_does_not_exist(cast: Cast) -> None:
    hidden = cast.new_circle(cast.aki, title="Hidden", visibility=Visibility.PARTICIPANTS)
    shared(cast, source="監視")

    for slug in (hidden.slug, "nothing"):
        page = search(cast, cast.chika, "監視", circle=slug)
        assert (page.titles, "Hidden" in page.text) == (["ノート 1"], False)


def test_a_circle_confines_notes_circles_and_people(cast: Cast) -> None:
    other = cast.new_circle(cast.chika, title="Other")
    shared(cast, 1, source="監視 minne")
    shared(cast, 2, source="監視 minne", circle=other)

    page = search(cast, cast.aki, "監視", circle=other.slug)
    people = search(cast, cast.aki, "chika", circle=other.slug, kind="people")

    assert page.titles == ["ノート 2"]
    assert people.titles == ["Chika"]
    assert search(cast, cast.aki, "botan", circle=other.slug).counts["people"] == 0


def test_a_team_confines_to_what_its_people_wrote_and_take_part_in(cast: Cast) -> None:
    suzuri = Team(slug="suzuri", name="SUZURI")
    db.session.add(suzuri)
    db.session.flush()
    db.session.add(Membership(team_id=suzuri.id, user_id=cast.chika.id))
    shared(cast, source="監視")

    assert search(cast, cast.aki, "監視", team="minne").counts["notes"] == 1
    assert search(cast, cast.aki, "監視", team="suzuri").counts["notes"] == 0
    assert search(cast, cast.aki, "sre", team="minne").counts["circles"] == 1
    assert search(cast, cast.aki, "sre", team="suzuri").counts["circles"] == 0
    assert search(cast, cast.aki, "chika", team="suzuri").counts["people"] == 1
    assert search(cast, cast.aki, "chika", team="minne").counts["people"] == 0


# The note is from 1 December 2026, 13:00 in Tokyo; the circle's last meeting ends on 23 December.
@pytest.mark.parametrize(
    ("period", "moment", "notes", "circles"),
    [
        ("month", NOON + timedelta(days=29), 1, 1),
        ("month", datetime.fromisoformat("2027-01-01T00:30:00+09:00"), 0, 0),
        ("quarter", NOON + timedelta(days=89), 1, 1),
        ("quarter", NOON + timedelta(days=95), 0, 1),
        ("quarter", NOON + timedelta(days=120), 0, 0),
        ("year", NOON + timedelta(days=364), 1, 1),
        ("year", NOON + timedelta(days=400), 0, 0),
        ("all", NOON + timedelta(days=4000), 1, 1),
        ("tomorrow", NOON + timedelta(days=4000), 1, 1),
    ],
)
def test_a_period_confines_notes_and_circles(
    cast: Cast, period: str, moment: datetime, notes: int, circles: int
) -> None:
    public(cast)
    released(cast, source="SRE")
    at(moment)

    counts = search(cast, None, "sre", period=period).counts

    assert counts == {"notes": notes, "circles": circles}


def test_the_field_and_the_choices_keep_what_was_chosen(cast: Cast) -> None:
    chosen = {"circle": cast.circle.slug, "team": "minne", "period": "year"}
    answer = cast.browser(cast.aki).get("/search", query_string={"q": '"監視" <b>', **chosen})

    page = parsed(answer.text)

    assert page.xpath('//input[@id="q"]/@value') == ['"監視" <b>']
    assert page.xpath("//main//option[@selected]/@value") == list(chosen.values())


def test_nothing_typed_explains_the_search(cast: Cast) -> None:
    page = cast.browser(None).get("/search?q=+", headers={"Accept-Language": "en"}).text

    assert "What are you looking for?" in page
    assert 'class="tabs"' not in page


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 50_000,
        "障" * 50_000,
        "% " * 5_000,
        "\ufdfa" * 300,
        "_",
        "\\",
        "'",
        '"',
        "\x00\x01",
        "\u202e",
        "/*",
        "--",
        "%00",
        "a\u0300" * 300,
    ],
)
@pytest.mark.parametrize("kind", ["notes", "people"])
def test_any_text_is_answered(cast: Cast, typed: str, kind: str) -> None:
    shared(cast, source="x")

    answer = cast.browser(cast.aki).get("/search", query_string={"q": typed, "kind": kind})

    assert answer.status_code == 200
    [kept] = parsed(answer.text).xpath('//input[@id="q"]/@value')
    assert len(kept) <= QUERY_MAX_CHARS


@pytest.mark.parametrize("page", ["0", "-1", "x", "１", "999999999999999999999", "", "1000"])
@pytest.mark.parametrize("name", ["page", "kind", "circle", "team", "period"])
def test_any_choice_is_answered(cast: Cast, name: str, page: str) -> None:
    assert cast.browser(cast.aki).get("/search", query_string={"q": "aki", name: page}).status_code == 200


def test_a_page_has_a_fixed_size_and_the_next_goes_on(cast: Cast) -> None:
    for number in range(PAGE_SIZE + 2):
        shared(cast, number, source="監視")

    first, second = search(cast, cast.aki, "監視"), search(cast, cast.aki, "監視", page=2)

    assert (len(first.titles), first.counts["notes"]) == (PAGE_SIZE, PAGE_SIZE + 2)
    assert second.titles == ["ノート 1", "ノート 0"]


def of_services(cast: Cast, kind: str, many: int) -> None:
    """So many services, or quirks or scenarios of one, each with the word that is looked for."""
    service = new_service(cast, "cart-api")
    for number in range(many):
        if kind == "services":
            new_service(cast, f"person-{number}")
        elif kind == "quirks":
            quirks.write(service, quirks.Words(f"Person {number}", "", ""), by=cast.aki, now=NOON)
        else:
            new_scenario(service, cast.aki, f"Person {number}")


@pytest.mark.parametrize("kind", ["services", "quirks", "scenarios"])
def test_two_letters_find_what_belongs_to_services(cast: Cast, kind: str) -> None:
    of_services(cast, kind, 1)

    page = search(cast, cast.chika, "pe", kind=kind)

    assert (page.counts[kind], [title.lower().replace("-", " ") for title in page.titles]) == (1, ["person 0"])


@pytest.mark.parametrize("kind", ["notes", "circles", "services", "quirks", "scenarios", "people"])
@pytest.mark.parametrize("many", [3, 60])
def test_query_count_stays_with_more_of_everything(cast: Cast, many: int, kind: str) -> None:
    if kind == "notes":
        for number in range(many):
            shared(cast, number, source="person")
    elif kind == "people":
        cast.people(many)
    elif kind == "circles":
        for number in range(min(many, 30)):
            cast.new_circle(cast.aki, title=f"Person {number}", meetings=1)
    else:
        of_services(cast, kind, min(many, 30))
    browser = cast.browser(cast.aki)

    with query_count(QUERIES[kind]):
        browser.get("/search", query_string={"q": "person", "kind": kind})


# Device with person, organisation, inbox; circles and teams to choose; a count of each kind and the page; books and
# chapters of circles, teams of people.
QUERIES = {"notes": 6, "circles": 8, "services": 6, "quirks": 6, "scenarios": 6, "people": 7}


def test_every_page_has_the_field_but_the_search_which_has_its_own(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    assert browser.get("/circles/").text.count('name="q" type="search"') == 2
    assert browser.get("/search").text.count('name="q" type="search"') == 1
