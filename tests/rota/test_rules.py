"""The rules of the rota: who sets them, what a change touches, and that no two shifts ever overlap by it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.settings import closed_days
from tests.cast import NOON, Cast
from tests.rota.conftest import FIRST, LAST

RULES = {
    "day_begins": "10:00",
    "day_ends": "19:00",
    "parts_of_day_off": "1",
    "has_secondary": "y",
    "points_weeknight": "1",
    "points_day_off": "2",
    "points_special": "4",
    "rest_hours": "48",
    "shifts_a_month": "",
    "days_off_a_month": "",
    "services_least": "1",
}
# The next day is a Saturday, so that the shift before it and the first one planned anew border on each other.
FRIDAY = NOON + timedelta(days=9)


def set_rules(cast: Cast, keeper: User, **said: str) -> str:
    browser = cast.browser(keeper)
    assert browser.post("/oncall/rules/", data={**RULES, **said}).status_code == 303
    return str(browser.get("/oncall/rules/").text)


def plan_and_publish(rota: Rota, keeper: User, now: object = NOON) -> None:
    publishing.publish(drafting.draft(rota, by=keeper, now=now), by=keeper, now=now)  # type: ignore[arg-type]
    db.session.commit()


def primary() -> list[Shift]:
    return list(db.session.scalars(db.select(Shift).where(Shift.role == Role.PRIMARY).order_by(Shift.starts_at)))


def test_a_keeper_sets_the_rules_and_drafts_are_planned_anew_by_them(cast: Cast, rota: Rota, keeper: User) -> None:
    page = set_rules(cast, keeper, parts_of_day_off="2", has_secondary="", shifts_a_month="3")

    draft = queries.open_draft(rota)
    assert draft is not None
    assert len(queries.shifts_of_draft(draft)) == 18
    event = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "rota_rules.changed")).one()
    assert event.before == {"parts_of_day_off": 1, "has_secondary": True, "shifts_a_month": None}
    assert event.after == {"parts_of_day_off": 2, "has_secondary": False, "shifts_a_month": 3}
    assert "1 draft was planned anew." in page


def test_an_administrator_sets_them_from_the_settings(cast: Cast) -> None:
    page = cast.browser(cast.admin).get("/settings/").text
    assert 'href="/oncall/rules/"' in page

    set_rules(cast, cast.admin, rest_hours="24")

    assert queries.rules().rest_hours == 24


@pytest.mark.parametrize("who", ["aki", "editor"])
def test_nobody_else_sets_them(cast: Cast, who: str) -> None:
    answer = cast.browser(getattr(cast, who)).post("/oncall/rules/", data={**RULES, "rest_hours": "24"})

    assert (answer.status_code, queries.rules().rest_hours) == (403, 48)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"day_ends": "10:00"}, "The night begins after the day"),
        ({"day_begins": "25:99"}, "Please write a time such as 19:00."),
        ({"rest_hours": "9999999999999"}, "Please write a whole number from 0 to 336."),
        ({"points_special": "four"}, "Please write a whole number from 0 to 100."),
        ({"shifts_a_month": "0"}, "Please write a whole number from 1 to 31."),
        ({"services_least": ""}, "Please write a whole number from 1 to 100."),
    ],
)
def test_what_cannot_be_is_said_in_words_and_stays(cast: Cast, keeper: User, said: dict[str, str], words: str) -> None:
    answer = cast.browser(keeper).post("/oncall/rules/", data={**RULES, "days_off_a_month": "7", **said})

    assert (answer.status_code, words in answer.text) == (422, True)
    assert all(f'value="{typed}"' in answer.text for typed in [*said.values(), "7"])


@pytest.mark.parametrize("day_begins", ["09:00", "11:00"])
def test_a_border_that_moves_under_a_published_rota_leaves_neither_an_overlap_nor_a_gap(
    cast: Cast, published: Rota, keeper: User, day_begins: str
) -> None:
    had = {(shift.day, shift.user_id) for shift in primary()}
    set_rules(cast, keeper, day_begins=day_begins)

    plan_and_publish(published, keeper, FRIDAY)

    days_off = [(one, two) for one, two in pairwise(primary()) if two.kind is not ShiftKind.WEEKNIGHT]
    assert len(days_off) == 4
    assert all(one.ends_at == two.starts_at for one, two in days_off)
    assert all(one.ends_at <= two.starts_at for one, two in pairwise(primary()))
    assert {(shift.day, shift.user_id) for shift in primary()} == had


def test_rotas_beside_each_other_are_fitted_where_the_border_moved_between_them(
    cast: Cast, crew: list[User], keeper: User
) -> None:
    saturday = FIRST + timedelta(days=5)
    one = drafting.make("前", FIRST, saturday, by=keeper, now=NOON)
    two = drafting.make("後", saturday + timedelta(days=1), LAST, by=keeper, now=NOON)
    plan_and_publish(two, keeper)
    set_rules(cast, keeper, day_begins="11:00")

    plan_and_publish(one, keeper)

    assert all(one.ends_at <= two.starts_at for one, two in pairwise(primary()))
    assert [shift.ends_at for shift in primary() if shift.day == saturday] == [
        shift.starts_at for shift in primary() if shift.day == saturday + timedelta(days=1)
    ]


def test_a_draft_that_was_cut_by_other_days_off_is_not_published(cast: Cast, rota: Rota, keeper: User) -> None:
    draft = queries.open_draft(rota)
    assert draft is not None
    closed_days.add("創立記念日", starts_on=FIRST, ends_on=FIRST, is_special=True, by=cast.admin, now=NOON)
    db.session.commit()
    browser = cast.browser(keeper)

    browser.post(f"/oncall/rotas/{rota.id}/publish", data={"draft": draft.id})

    assert "Rules or closed days changed" in browser.get(f"/oncall/rotas/{rota.id}/").text
    assert primary() == []


def test_a_closed_day_added_later_is_marked_and_planned_again_alone(cast: Cast, published: Rota, keeper: User) -> None:
    day = FIRST + timedelta(days=2)
    others = {(shift.day, shift.user_id) for shift in primary() if shift.day != day}
    closed_days.add("創立記念日", starts_on=day, ends_on=day, is_special=True, by=cast.admin, now=NOON)
    db.session.commit()

    assert cast.browser(cast.botan).get(f"/oncall/rotas/{published.id}/").text.count("要見直し</mark>") == 1
    browser = cast.browser(keeper)
    assert "1 day is of another kind" in browser.get(f"/oncall/rotas/{published.id}/").text
    assert "1 day is of another kind" in browser.get("/").text
    assert "要見直し" not in cast.browser(cast.botan).get("/").text
    plan_and_publish(published, keeper)

    assert "of another kind" not in browser.get("/").text
    assert "of another kind" not in browser.get(f"/oncall/rotas/{published.id}/").text
    assert others <= {(shift.day, shift.user_id) for shift in primary()} or len(others) == 13
    assert {shift.kind for shift in primary() if shift.day == day} == {ShiftKind.SPECIAL}


def test_whoever_a_rota_was_shared_out_among_stands_in_it_with_nothing_too_while_they_are_there(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    for shift in queries.shifts_of(published):
        if shift.user in crew[:2]:
            shift.user = crew[2]
    crew[1].state = UserState.LEFT
    db.session.commit()

    page = cast.browser(keeper).get(f"/oncall/rotas/{published.id}/").text
    balance = page.split('id="balance"')[1].split("</section>")[0]

    assert f'<th scope="row">{crew[0].name}</th>' in balance
    assert f'<th scope="row">{crew[1].name}</th>' not in balance


def test_many_days_that_are_doubtful_are_counted(cast: Cast, published: Rota, keeper: User) -> None:
    closed_days.add("夏季休業", starts_on=FIRST, ends_on=LAST, is_special=True, by=cast.admin, now=NOON)
    db.session.commit()

    page = cast.browser(keeper).get(f"/oncall/rotas/{published.id}/").text

    assert "14 days are of another kind" in page
    assert "4 more in the calendar below" in page


def test_points_that_were_published_stay_what_they_were(cast: Cast, published: Rota, keeper: User) -> None:
    page = f"/oncall/rotas/{published.id}/"
    before = cast.browser(cast.botan).get(page).text.split('id="balance"')[1].split("</section>")[0]
    set_rules(cast, keeper, points_weeknight="9")

    after = cast.browser(cast.botan).get(page).text.split('id="balance"')[1].split("</section>")[0]
    assert after == before
