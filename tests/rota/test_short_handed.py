"""Too few people, or none; no service; a team that is closed while its people are on call: settled and told."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from studyhub import clock
from studyhub.db import db
from studyhub.duty import addresses
from studyhub.duty.models import AddressKind
from studyhub.people.models import User, UserState
from studyhub.rota import publishing, queries
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps import held
from studyhub.services.models import Service
from studyhub.teams.models import Membership, Team
from tests.cast import NOON, Browser, Cast
from tests.rota.test_pages import SPAN

PAGES = ("/", "/oncall/", "/oncall/rotas/", "/oncall/figures/", "/oncall/alerts/", "/services/", "/services/map")


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    clock.start_at(NOON)


def planned_and_published(browser: Browser, keeper: User) -> str:
    """The page of a rota that was planned and published by its buttons."""
    assert browser.post("/oncall/rotas/", data=SPAN).status_code == 303
    [made] = db.session.scalars(queries.rotas(keeper))
    draft = queries.open_draft(made)
    assert draft is not None
    assert browser.post(f"/oncall/rotas/{made.id}/publish", data={"draft": draft.id}).status_code == 303
    return f"/oncall/rotas/{made.id}/"


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Nobody is ready for a service yet", "Nobody is ready for a service."),
        ("ja", "サービスを任せられる人がまだいない", "サービスを任せられる人がいません。"),
    ],
)
def test_with_nobody_ready_all_is_vacant_and_says_why(
    cast: Cast, keeper: User, language: str, before: str, after: str
) -> None:
    keeper.language = language
    db.session.commit()
    browser = cast.browser(keeper)

    assert before in browser.get("/oncall/rotas/new").text
    page = browser.get(planned_and_published(browser, keeper)).text

    assert after in page
    assert set(db.session.scalars(select(Shift.user_id))) == {None}
    night = db.session.scalars(select(Shift).order_by(Shift.starts_at)).first()
    assert night is not None
    assert browser.get(f"/oncall/shifts/{night.id}/").status_code == 200
    clock.start_at(night.starts_at)
    assert [browser.get(path).status_code for path in PAGES] == [200] * len(PAGES)


def test_one_person_has_what_rest_leaves_and_never_both_roles(cast: Cast, crew: list[User], keeper: User) -> None:
    for person in crew[1:]:
        person.state = UserState.ON_LEAVE
    db.session.commit()
    browser = cast.browser(keeper)

    page = browser.get(planned_and_published(browser, keeper)).text

    mine = list(db.session.scalars(select(Shift).where(Shift.user_id == crew[0].id).order_by(Shift.starts_at)))
    rests = [after.starts_at - before.ends_at for before, after in pairwise(mine)]
    assert len(mine) >= 4
    assert min(rests) >= timedelta(hours=48)
    assert "too little rest" in page
    assert len({shift.starts_at for shift in mine}) == len(mine)


def test_a_shift_that_somebody_left_says_so_and_not_that_nobody_is_ready(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    suspended = cast.browser(cast.admin).post(f"/people/{crew[0].id}/state", data={"state": "suspended"})
    assert suspended.status_code == 303

    page = cast.browser(keeper).get(f"/oncall/rotas/{published.id}/").text

    assert "Whoever had it is not on the rota any more." in page
    assert "Nobody is ready for a service." not in page


def test_without_a_service_pages_of_on_call_open_and_nobody_is_planned(cast: Cast, keeper: User) -> None:
    assert db.session.scalars(select(Service)).all() == []
    made = addresses.make(AddressKind.PROGRAM, "Bot", by=keeper, now=NOON)
    db.session.commit()

    opened = [cast.browser(keeper).get(path).status_code for path in (*PAGES, "/oncall/collections/new")]
    told = json.loads(cast.browser().get(addresses.path(made, key=str(cast.app.secret_key))).text)

    assert opened == [200] * len(opened)
    assert (told["now"], told["next"], told["services"]) == ([], [], [])


def test_whoever_is_on_duty_stays_on_duty_while_their_team_is_closed(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    night = db.session.scalars(select(Shift).order_by(Shift.starts_at, Shift.role)).first()
    assert night is not None
    assert night.user is not None
    before = {shift.id: shift.user_id for shift in db.session.scalars(select(Shift))}
    team = db.session.scalars(
        select(Team).join(Membership).where(Membership.user_id == night.user.id, Membership.is_primary)
    ).one()
    give_services_away(team)
    clock.start_at(night.starts_at + timedelta(hours=2))

    closed = cast.browser(cast.admin).post(f"/teams/{team.slug}/close")

    assert closed.status_code == 303
    page = cast.browser(keeper).get("/oncall/").text
    assert night.user.name in page
    opened = [*PAGES, f"/oncall/rotas/{published.id}/", f"/oncall/shifts/{night.id}/"]
    assert [cast.browser(night.user).get(path).status_code for path in opened] == [200] * len(opened)
    assert [duty.user_id for duty in held.of_shift(night)] == [night.user.id]
    # Nobody is beside their team without one: planned anew, nothing moves.
    assert cast.browser(keeper).post(f"/oncall/rotas/{published.id}/draft").status_code == 303
    if draft := queries.open_draft(published):
        publishing.publish(draft, by=keeper, now=clock.now())
    assert {shift.id: shift.user_id for shift in db.session.scalars(select(Shift))} == before


def give_services_away(team: Team) -> None:
    """To another team: one that runs something is not closed."""
    other = db.session.scalars(select(Team).where(Team.id != team.id)).first()
    assert other is not None
    for service in db.session.scalars(select(Service).where(Service.team_id == team.id)):
        service.team_id = other.id
    db.session.commit()
