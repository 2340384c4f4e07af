"""The pages of being on call: who is on duty, the rotas, and what their keeper does."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.rota import changes, drafting, publishing, queries
from studyhub.rota.models import Rota, Shift
from tests.cast import NOON, Cast
from tests.rota.conftest import FIRST, LAST

SPAN = {"rota_name": "冬の当番表", "starts_on": FIRST.isoformat(), "ends_on": LAST.isoformat()}


def test_without_a_rota_the_page_says_what_to_do(cast: Cast, keeper: User) -> None:
    clock.start_at(NOON + timedelta(hours=12))
    assert "No published rota has these hours" in cast.browser(keeper).get("/oncall/").text
    assert "Plan a rota" in cast.browser(keeper).get("/oncall/rotas/").text
    assert "当番表の管理者" in cast.browser(cast.botan).get("/oncall/rotas/").text


@pytest.mark.parametrize("page", ["/oncall/", "/oncall/figures/"])
def test_whoever_was_never_on_call_reads_how_they_come_onto_a_rota(cast: Cast, published: Rota, page: str) -> None:
    clock.start_at(NOON + timedelta(days=7))
    never, somebody = (cast.browser(person).get(page).text for person in (cast.botan, _on_call()))

    assert "サービスで「参加可」になると、次の当番表から入ります。" in never
    assert "次の当番表から入ります" not in somebody


def _on_call() -> User:
    user: User = db.session.scalars(
        db.select(User).join(Shift, Shift.user_id == User.id).order_by(Shift.starts_at).limit(1)
    ).one()
    user.language = "ja"
    db.session.commit()
    return user


def test_a_keeper_plans_looks_and_publishes(cast: Cast, crew: list[User], keeper: User) -> None:
    browser = cast.browser(keeper)

    browser.post("/oncall/rotas/", data=SPAN)
    [made] = db.session.scalars(queries.rotas(keeper))
    draft = queries.open_draft(made)
    assert draft is not None
    assert "Publish the draft" in browser.get(f"/oncall/rotas/{made.id}/").text
    browser.post(f"/oncall/rotas/{made.id}/publish", data={"draft": draft.id})

    assert "Published. 12 people are told." in browser.get(f"/oncall/rotas/{made.id}/").text
    assert crew[0].name in cast.browser(cast.botan).get(f"/oncall/rotas/{made.id}/").text


def test_a_member_sees_nothing_of_a_draft(cast: Cast, rota: Rota, crew: list[User]) -> None:
    browser = cast.browser(cast.botan)

    assert browser.get(f"/oncall/rotas/{rota.id}/").status_code == 404
    assert rota.name not in browser.get("/oncall/rotas/").text


def test_a_draft_that_was_planned_anew_meanwhile_is_not_published(cast: Cast, rota: Rota, keeper: User) -> None:
    seen = queries.open_draft(rota)
    assert seen is not None
    browser = cast.browser(keeper)
    browser.post(f"/oncall/rotas/{rota.id}/draft")

    browser.post(f"/oncall/rotas/{rota.id}/publish", data={"draft": seen.id})

    assert "Please look at it again" in browser.get(f"/oncall/rotas/{rota.id}/").text
    assert db.session.scalar(db.select(db.func.count(Shift.id))) == 0


def test_a_rota_that_was_never_published_goes_with_its_draft_and_frees_its_days(
    cast: Cast, rota: Rota, keeper: User
) -> None:
    browser = cast.browser(keeper)
    browser.post(f"/oncall/rotas/{rota.id}/draft/delete")

    assert browser.get(f"/oncall/rotas/{rota.id}/").status_code == 404
    assert browser.post("/oncall/rotas/", data=SPAN).status_code == 303


def test_the_draft_over_what_is_published_is_discarded_alone(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    crew[0].state = UserState.ON_LEAVE
    db.session.commit()
    browser = cast.browser(keeper)
    browser.post(f"/oncall/rotas/{published.id}/draft")
    assert "Published, with a draft over it" in browser.get(f"/oncall/rotas/{published.id}/").text

    browser.post(f"/oncall/rotas/{published.id}/draft/delete")

    assert queries.open_draft(published) is None
    assert cast.browser(cast.botan).get(f"/oncall/rotas/{published.id}/").status_code == 200


def test_the_keeper_reads_which_shifts_move_to_whom_and_how_many_are_told_before_publishing(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    gone = crew[0]
    theirs = db.session.scalars(db.select(Shift).where(Shift.user_id == gone.id)).all()
    gone.state = UserState.ON_LEAVE
    db.session.commit()
    browser = cast.browser(keeper)

    browser.post(f"/oncall/rotas/{published.id}/draft")

    draft = queries.open_draft(published)
    assert draft is not None
    page = browser.get(f"/oncall/rotas/{published.id}/").text
    people = {one.after_id for one in changes.changes_of(draft) if one.is_told}
    assert f"The {len(theirs)} shifts that move" in page
    assert page.count(f"<del>{gone.name}</del> →") == len(theirs)
    assert f"Published, {len({gone.id} | people)} people are told." in page


def test_planning_anew_what_stays_as_it_is_leaves_no_draft(cast: Cast, published: Rota, keeper: User) -> None:
    browser = cast.browser(keeper)
    browser.post(f"/oncall/rotas/{published.id}/draft")

    assert queries.open_draft(published) is None
    assert "Nothing changes" in browser.get(f"/oncall/rotas/{published.id}/").text


def test_weeks_that_are_over_are_folded_and_today_is_marked(cast: Cast, published: Rota) -> None:
    clock.start_at(NOON + timedelta(days=14))

    page = cast.browser(cast.botan).get(f"/oncall/rotas/{published.id}/").text

    assert "終わった1週間" in page
    assert page.count("<strong>今日</strong>") == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("2027-01-02", "2027-01-01", "The last day is before the first."),
        ("2027-01-01", "2028-01-02", "At most 366 days are planned at once."),
        ("2026-12-20", "2027-01-05", "冬 has days of these"),
        ("2027-02-30", "2027-03-01", "Please choose the first day."),
    ],
)
def test_a_span_that_cannot_be_is_refused_and_stays(
    cast: Cast, rota: Rota, keeper: User, starts_on: str, ends_on: str, said: str
) -> None:
    answer = cast.browser(keeper).post(
        "/oncall/rotas/", data={"rota_name": "春の当番表", "starts_on": starts_on, "ends_on": ends_on}
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert "春の当番表" in answer.text


def test_now_names_who_is_on_duty_and_when_the_reader_is(cast: Cast, published: Rota, crew: list[User]) -> None:
    night = db.session.scalars(db.select(Shift).order_by(Shift.starts_at)).first()
    assert night is not None
    on_duty = night.user

    assert on_duty is not None
    clock.start_at(night.starts_at + timedelta(hours=3))
    page = cast.browser(on_duty).get("/oncall/").text

    assert on_duty.name in page
    assert "いまの当番はあなたです" in page


def test_a_vacancy_says_what_keeps_people_from_it(cast: Cast, crew: list[User], keeper: User) -> None:
    for person in crew[2:]:
        person.state = UserState.ON_LEAVE
    db.session.commit()
    made = drafting.make("冬", FIRST, LAST, by=keeper, now=NOON)
    draft = drafting.draft(made, by=keeper, now=NOON)
    publishing.publish(draft, by=keeper, now=NOON)

    page = cast.browser(keeper).get(f"/oncall/rotas/{made.id}/").text

    assert "too little rest" in page
    assert "2 people" in page


def test_a_rota_ends_before_the_calendar_does(cast: Cast, keeper: User) -> None:
    span = {"rota_name": "The end", "starts_on": "2100-12-01", "ends_on": "2100-12-31"}

    answer = cast.browser(keeper).post("/oncall/rotas/", data=span)

    assert answer.status_code == 422
    assert 'value="The end"' in answer.text
