"""Who sees and changes teams."""

import pytest

from studyhub.chat import webhooks
from studyhub.chat.models import ChatForm
from studyhub.chat.webhooks import NewWebhook
from studyhub.db import db
from studyhub.people.models import UserState
from studyhub.teams import memberships
from studyhub.teams.queries import is_lead, members_of
from tests.cast import NOON, Cast


def names(cast: Cast) -> list[str]:
    return [row.user.name for row in db.session.scalars(members_of(cast.team))]


def test_members_look_and_change_nothing(cast: Cast) -> None:
    browser = cast.browser(cast.chika)

    assert browser.get("/teams/").status_code == 200
    assert browser.get("/teams/minne/").status_code == 200
    assert browser.post("/teams/", data={"name": "Ops"}).status_code == 403
    assert browser.post("/teams/minne/", data={"name": "Ops"}).status_code == 403
    for path in ("members", f"members/{cast.aki.id}/delete", f"members/{cast.aki.id}/lead"):
        assert browser.post(f"/teams/minne/{path}", data={"user_id": cast.chika.id}).status_code == 403
    assert names(cast) == ["Aki", "Botan"]


def test_a_lead_says_who_is_in_the_team(cast: Cast) -> None:
    memberships.name_lead(cast.team, cast.aki, is_lead=True, by=cast.admin, now=NOON)
    browser = cast.browser(cast.aki)

    assert browser.post("/teams/minne/members", data={"user_id": cast.chika.id}).status_code == 303
    assert browser.post(f"/teams/minne/members/{cast.botan.id}/delete").status_code == 303
    assert names(cast) == ["Aki", "Chika"]
    assert browser.post("/teams/minne/", data={"name": "Ops"}).status_code == 403


def test_an_administrator_names_a_lead(cast: Cast) -> None:
    admin = cast.browser(cast.admin)

    admin.post(f"/teams/minne/members/{cast.aki.id}/lead", data={"is_lead": "yes"})
    assert is_lead(cast.aki, cast.team)

    admin.post(f"/teams/minne/members/{cast.aki.id}/lead", data={"is_lead": "no"})
    assert not is_lead(cast.aki, cast.team)


def test_a_press_that_lost_what_it_says_ends_nobodys_lead(cast: Cast) -> None:
    admin, address = cast.browser(cast.admin), f"/teams/minne/members/{cast.aki.id}/lead"
    admin.post(address, data={"is_lead": "yes"})

    assert admin.post(address, data={}).status_code == 400

    assert is_lead(cast.aki, cast.team)


def test_an_administrator_makes_and_renames_a_team(cast: Cast) -> None:
    admin = cast.browser(cast.admin)

    assert admin.post("/teams/", data={"name": "Data Platform"}).location == "/teams/data-platform/"
    assert admin.post("/teams/data-platform/", data={"name": "データ基盤"}).status_code == 303
    assert "データ基盤" in admin.get("/teams/data-platform/").text


@pytest.mark.parametrize("name", ["", "minne", "x" * 81, "\x00"])
def test_a_wrong_name_is_refused(cast: Cast, name: str) -> None:
    assert cast.browser(cast.admin).post("/teams/", data={"name": name}).status_code == 422


def test_a_team_with_a_japanese_name_gets_a_word_for_its_address(cast: Cast) -> None:
    admin = cast.browser(cast.admin)

    assert admin.post("/teams/", data={"name": "基盤", "slug": "Platform"}).location == "/teams/platform/"


def test_an_address_that_was_given_up_leads_to_the_present_one(cast: Cast) -> None:
    admin = cast.browser(cast.admin)
    admin.post("/teams/minne/", data={"name": "Commerce", "slug": "commerce"})

    assert admin.get("/teams/minne/").location == "/teams/commerce/"
    assert admin.get("/teams/commerce/").status_code == 200


@pytest.mark.parametrize("slug", ["two words", "ops", "チーム"])
def test_an_address_that_cannot_be_had_is_refused_and_stays_typed(cast: Cast, slug: str) -> None:
    memberships.create_team("Ops", by=cast.admin, now=NOON)

    answer = cast.browser(cast.admin).post("/teams/minne/", data={"name": "New name", "slug": slug})

    assert answer.status_code == 422
    assert f'value="{slug}"' in answer.text
    assert 'value="New name"' in answer.text


def test_an_administrator_merges_a_team_into_another(cast: Cast) -> None:
    ops = memberships.create_team("Ops", by=cast.admin, now=NOON)
    admin = cast.browser(cast.admin)

    answer = admin.post("/teams/minne/merge", data={"team_id": ops.id})

    assert answer.location == "/teams/ops/"
    assert "Aki" in admin.get("/teams/ops/").text
    assert admin.get("/teams/minne/").location == "/teams/ops/"


def test_an_administrator_closes_a_team_and_opens_it_again(cast: Cast) -> None:
    admin = cast.browser(cast.admin)

    assert admin.post("/teams/minne/close").status_code == 303
    assert "/teams/minne/reopen" in admin.get("/teams/").text
    assert admin.post("/teams/minne/members", data={"user_id": cast.chika.id}).status_code == 303
    assert names(cast) == []
    assert admin.post("/teams/minne/reopen").location == "/teams/minne/"
    assert admin.post("/teams/minne/members", data={"user_id": cast.chika.id}).status_code == 303
    assert names(cast) == ["Chika"]


@pytest.mark.parametrize("team_id", ["", "x", "999999"])
def test_a_team_that_is_not_there_is_nothing_to_merge_into(cast: Cast, team_id: str) -> None:
    answer = cast.browser(cast.admin).post("/teams/minne/merge", data={"team_id": team_id})

    assert answer.status_code in {400, 404}
    assert names(cast) == ["Aki", "Botan"]


@pytest.mark.parametrize("user_id", ["", "0", "x", "99999999999999999999", "１"])
def test_an_unknown_person_is_not_found(cast: Cast, user_id: str) -> None:
    answer = cast.browser(cast.admin).post("/teams/minne/members", data={"user_id": user_id})

    assert answer.status_code == 404


def test_whoever_has_left_is_not_shown(cast: Cast) -> None:
    cast.botan.state = UserState.LEFT

    assert "Botan" not in cast.browser(cast.aki).get("/teams/minne/").text


def test_an_unknown_team_is_not_found(cast: Cast) -> None:
    assert cast.browser(cast.admin).get("/teams/nobody/").status_code == 404


def test_the_teams_say_how_many_are_in_none(cast: Cast) -> None:
    page = cast.browser(cast.botan).get("/teams/").text

    assert "チームに入っていない人が3人います" in page
    assert 'href="/people/?show=without_team"' in page


def test_closing_a_team_leads_to_those_who_are_in_none_now(cast: Cast) -> None:
    ops = memberships.create_team("Ops", by=cast.admin, now=NOON)
    db.session.flush()
    memberships.add_member(ops, cast.botan, by=cast.admin, now=NOON)
    browser = cast.browser(cast.admin)

    answer = browser.post("/teams/minne/close")

    assert answer.location == "/people/?show=without_team"
    page = browser.get(answer.location).text
    assert "minne を閉じました。メンバーだった1人は、いまどのチームにも入っていません。" in page


def test_closing_a_team_whose_people_have_another_leads_to_the_teams(cast: Cast) -> None:
    memberships.create_team("Ops", by=cast.admin, now=NOON)
    browser = cast.browser(cast.admin)

    answer = browser.post("/teams/ops/close")

    assert answer.location == "/teams/"
    assert "Ops を閉じました。" in browser.get("/teams/").text


def test_before_a_team_ends_it_is_said_that_its_webhooks_go(cast: Cast) -> None:
    memberships.create_team("Ops", by=cast.admin, now=NOON)
    before = cast.browser(cast.admin).get("/teams/minne/edit").text
    new = NewWebhook("#minne", ChatForm.SLACK, "https://chat.example/9f2c")
    webhooks.add(cast.team, new, by=cast.admin, now=NOON)

    after = cast.browser(cast.admin).get("/teams/minne/edit").text

    said = "登録されている Webhook 1件も削除され"
    assert (before.count(said), after.count(said)) == (0, 2)
