"""The pages of paths: who sees them, what they say, and that typed things stay."""

import re
from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting, debriefing, playing
from studyhub.drills.running.states import RemarkKind, Verdict
from studyhub.paths import making, shown, stepping
from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.services.models import Service
from studyhub.settings import organization
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast, query_count
from tests.drills.scenes import new_drill, new_scenario
from tests.paths.scenes import FIRST_NIGHT, new_night, wanted
from tests.services.conftest import new_service

ADDRESS = "/training/paths/"


def typed(cast: Cast, service: Service, **fields: str) -> dict[str, str]:
    both = {"user_id": str(cast.botan.id), "mentor_id": str(cast.chika.id)}
    return {**both, "service_id": str(service.id), "first_night": FIRST_NIGHT.isoformat(), **fields}


def test_newcomer_mentor_lead_and_keeper_see_it_and_others_do_not(cast: Cast, path: Path) -> None:
    cast.editor.is_rota_keeper = True
    address = f"{ADDRESS}{path.id}/"
    people = (cast.botan, cast.chika, cast.aki, cast.editor, cast.admin)

    seen = [cast.browser(one).get(address).status_code for one in people]

    assert seen == [200, 200, 200, 200, 404]


def test_training_shows_ones_own_path_and_those_one_answers_for(cast: Cast, path: Path) -> None:
    own, mentor, other = (cast.browser(one).get("/training/").text for one in (cast.botan, cast.chika, cast.admin))

    assert "はじめての夜まで:cart-api" in own
    assert "Botan ・ cart-api" in mentor
    assert "次:サービス固有の事情を読む（12月7日(月)まで）" in mentor
    assert "Botan ・ cart-api" not in other


def test_the_page_of_the_team_shows_it_to_its_lead_and_to_nobody_else(cast: Cast, path: Path) -> None:
    lead, other = (cast.browser(one).get("/teams/minne/").text for one in (cast.aki, cast.admin))

    assert "はじめての夜に向かっている人" in lead
    assert "はじめての夜に向かっている人" not in other


def test_a_path_is_made_and_shown_with_its_days(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.chika)

    answer = browser.post(ADDRESS, data=typed(cast, service))

    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Botanさんの、はじめての夜まで" in page
    assert "2027年1月30日(土)まで" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_night": "2026-12-02"}, "1週間先から1年先までの日を選んでください。"),
        ({"first_night": ""}, "はじめての夜の日を選んでください。"),
        ({"first_night": "2027-02-31"}, 'aria-invalid="true"'),
        ({"mentor_id": "0"}, "道のりを作れるのは、本人、メンターになる人、本人のチームのリードです。"),
        ({"mentor_id": "999"}, 'aria-invalid="true"'),
        ({"service_id": "999"}, 'aria-invalid="true"'),
    ],
)
def test_what_cannot_be_stays_in_the_form(cast: Cast, service: Service, fields: dict[str, str], said: str) -> None:
    answer = cast.browser(cast.chika).post(ADDRESS, data=typed(cast, service, **fields))

    assert answer.status_code == 422
    assert said in answer.text
    assert f'<option value="{cast.botan.id}" data-find="botan" selected' in answer.text.lower()


def test_the_newcomer_says_that_they_read_and_the_mentor_ticks_the_rest(cast: Cast, path: Path) -> None:
    botan, chika = cast.browser(cast.botan), cast.browser(cast.chika)
    ticks = {step.kind: f"{ADDRESS}{path.id}/steps/{step.id}/tick" for step in path.steps}

    answers = [botan.post(ticks[kind]).status_code for kind in (StepKind.QUIRKS, StepKind.LISTEN)]
    answers.append(chika.post(ticks[StepKind.LISTEN]).status_code)

    assert answers == [303, 403, 303]
    assert path.done_count == 2
    assert ">読みました" not in botan.get(f"{ADDRESS}{path.id}/").text


def test_a_lead_of_the_newcomer_s_team_ticks_any_step_too(cast: Cast, path: Path) -> None:
    lead = cast.browser(cast.aki)

    answers = {lead.post(f"{ADDRESS}{path.id}/steps/{step.id}/tick").status_code for step in path.steps}

    assert answers == {303}
    db.session.expire_all()
    assert path.done_count == len(path.steps)


def test_the_mentor_ticks_any_step(cast: Cast, path: Path) -> None:
    mentor = cast.browser(cast.chika)

    answers = {mentor.post(f"{ADDRESS}{path.id}/steps/{step.id}/tick").status_code for step in path.steps}

    assert answers == {303}
    db.session.expire_all()
    assert path.done_count == len(path.steps)


def test_a_keeper_looks_and_changes_nothing(cast: Cast, path: Path) -> None:
    cast.editor.is_rota_keeper = True
    browser, step = cast.browser(cast.editor), path.steps[0].id

    posts = (f"steps/{step}/tick", f"steps/{step}/repeat", "shadow", "shadow/delete", "end", "edit")
    assert {browser.post(f"{ADDRESS}{path.id}/{one}").status_code for one in posts} == {403}
    assert "道のりを終了する" not in browser.get(f"{ADDRESS}{path.id}/").text


def test_a_step_of_another_path_is_not_found(cast: Cast, path: Path) -> None:
    other = making.make(wanted(cast, new_service(cast, "mail")), by=cast.chika, now=NOON)
    db.session.commit()

    answer = cast.browser(cast.chika).post(f"{ADDRESS}{path.id}/steps/{other.steps[0].id}/tick")

    assert answer.status_code == 404


def test_a_night_is_chosen_and_one_that_is_gone_is_told_on_the_page(cast: Cast, path: Path) -> None:
    night, browser = new_night(cast.aki, 10), cast.browser(cast.botan)

    refused = browser.post(f"{ADDRESS}{path.id}/shadow", data={"shift_id": "999"})
    taken = browser.post(f"{ADDRESS}{path.id}/shadow", data={"shift_id": str(night.id)})

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert "当番表のこれからの夜から選んでください。" in refused.text
    assert "12月11日(金) 19:00 からの夜" in browser.get(f"{ADDRESS}{path.id}/").text


def test_days_and_mentor_are_changed_and_days_out_of_order_stay_typed(cast: Cast, path: Path) -> None:
    browser, address = cast.browser(cast.botan), f"{ADDRESS}{path.id}/edit"

    wrong = browser.post(address, data={"mentor_id": str(cast.editor.id), "night": "2026-12-02"})
    right = browser.post(address, data={"mentor_id": str(cast.editor.id), "night": "2027-02-27"})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "期日はステップの順に、1年以内で入れてください。" in wrong.text
    assert 'value="2026-12-02"' in wrong.text
    assert (path.mentor_id, path.step(StepKind.NIGHT).due_on.isoformat()) == (cast.editor.id, "2027-02-27")


def test_an_ended_path_says_so_and_takes_nothing_more(cast: Cast, path: Path) -> None:
    browser, step = cast.browser(cast.botan), path.steps[0].id
    browser.post(f"{ADDRESS}{path.id}/end")

    answers = [
        browser.post(f"{ADDRESS}{path.id}/{one}").status_code
        for one in (f"steps/{step}/tick", f"steps/{step}/repeat", "shadow", "shadow/delete", "end", "edit")
    ]

    assert set(answers) <= {303, 422}
    assert path.done_count == 0
    assert "終了" in browser.get(f"{ADDRESS}{path.id}/").text
    assert "はじめての夜まで:cart-api" not in browser.get("/training/").text


@pytest.mark.parametrize("mentor_is", ["of the team", "named by the newcomer", "of another team"])
def test_what_the_examiner_said_is_read_by_newcomer_and_mentor_alone(
    cast: Cast, path: Path, service: Service, mentor_is: str
) -> None:
    # Chika made the path and herself the mentor; whoever does so from elsewhere is nobody that Botan chose.
    if mentor_is == "of the team":
        db.session.add(Membership(team_id=cast.team.id, user_id=cast.chika.id, is_primary=True))
    elif mentor_is == "named by the newcomer":
        making.change(path, None, {}, by=cast.botan, now=NOON + timedelta(hours=1))
        making.change(path, cast.chika, {}, by=cast.botan, now=NOON + timedelta(hours=2))
    scenario: Scenario = new_scenario(service, cast.aki)
    drill, now = new_drill(cast, scenario), NOON + timedelta(days=1, hours=7)
    playing.start(drill, by=cast.aki, now=now)
    playing.reveal(drill, by=cast.aki, now=now)
    debriefing.remark(drill, RemarkKind.LEARNED, "Look first", by=cast.aki, now=now)
    debriefing.share(drill, Verdict.AGAIN, "Ask once more", by=cast.aki, now=now)
    cast.editor.is_rota_keeper = True
    db.session.commit()

    pages = [cast.browser(one).get(f"{ADDRESS}{path.id}/").text for one in (cast.botan, cast.chika, cast.editor)]

    assert ["Ask once more" in page for page in pages] == [True, mentor_is != "of another team", False]
    assert casting.can_take_over(drill, cast.chika) is False


def test_whoever_becomes_mentor_later_reads_nothing_that_was_said_before(
    cast: Cast, path: Path, service: Service
) -> None:
    drill, now = new_drill(cast, new_scenario(service, cast.aki)), NOON + timedelta(days=1, hours=7)
    playing.start(drill, by=cast.aki, now=now)
    playing.reveal(drill, by=cast.aki, now=now)
    debriefing.remark(drill, RemarkKind.LEARNED, "Look first", by=cast.aki, now=now)
    debriefing.share(drill, Verdict.AGAIN, "Ask once more", by=cast.aki, now=now)
    making.change(path, cast.editor, {}, by=cast.aki, now=now + timedelta(days=1))
    db.session.commit()

    pages = [cast.browser(one).get(f"{ADDRESS}{path.id}/").text for one in (cast.botan, cast.editor)]

    assert ["Ask once more" in page for page in pages] == [True, False]


@pytest.mark.parametrize("paths", [1, 4])
def test_training_asks_as_often_however_many_paths(cast: Cast, path: Path, paths: int) -> None:
    for number in range(paths - 1):
        made = making.make(wanted(cast, new_service(cast, f"mail-{number}")), by=cast.chika, now=NOON)
        stepping.tick(made.steps[0], by=cast.botan, now=NOON)
    db.session.commit()
    chika = cast.chika
    shown.of_reader(chika, NOON)
    db.session.expire_all()
    assert (chika.id, organization.current().time_zone) == (cast.chika.id, "Asia/Tokyo")

    # The paths, and their steps.
    with query_count(2):
        found = shown.of_reader(chika, NOON)

    assert len(found.others) == paths


def test_a_new_path_is_for_no_service_until_one_is_chosen(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.botan)
    assert '<option value="">選んでください</option>' in browser.get(f"{ADDRESS}new").text

    answer = browser.post(ADDRESS, data=typed(cast, service, service_id=""))

    assert answer.status_code == 422
    assert "サービスを選んでください。" in answer.text


def test_a_tick_says_what_is_done_and_what_is_next(cast: Cast, path: Path) -> None:
    browser = cast.browser(cast.botan)

    back = browser.post(f"{ADDRESS}{path.id}/steps/{path.step(StepKind.QUIRKS).id}/tick").location

    assert back.endswith(f"{ADDRESS}{path.id}/#steps")
    said = browser.get(back).text
    assert "「サービス固有の事情を読む」を完了にしました。次は「トレーニングを聴く」です（" in said


def test_where_a_night_is_refused_the_choice_has_the_focus(cast: Cast, path: Path) -> None:
    night = new_night(cast.aki, 20)
    browser, address = cast.browser(cast.botan), f"{ADDRESS}{path.id}/shadow"

    refused = browser.post(address, data={"shift_id": str(night.id + 1000)})
    assert refused.status_code == 422
    [select] = re.findall(r'<select id="shift_id"[^>]*>', refused.text)
    assert "autofocus" in select


def test_taking_the_night_back_is_said(cast: Cast, path: Path) -> None:
    browser, address = cast.browser(cast.botan), f"{ADDRESS}{path.id}/shadow"
    browser.post(address, data={"shift_id": str(new_night(cast.aki, 20).id)})

    page = browser.get(browser.post(f"{address}/delete").location).text

    assert "シャドーの夜を取り消しました。" in page


def test_of_a_path_that_is_there_the_form_changes_nothing_and_says_so(cast: Cast, path: Path, service: Service) -> None:
    browser, before = cast.browser(cast.botan), path.mentor_id

    sent = browser.post(ADDRESS, data=typed(cast, service, mentor_id=str(cast.aki.id)))

    assert (sent.location, path.mentor_id) == (f"{ADDRESS}{path.id}/", before)
    assert "このサービスの道のりは、もうあります。" in browser.get(sent.location).text


def test_pressed_twice_it_is_made_once_and_says_so_twice(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.botan)

    pages = [browser.get(browser.post(ADDRESS, data=typed(cast, service)).location).text for _press in range(2)]

    assert ["道のりを作りました。" in page for page in pages] == [True, True]


def test_the_form_for_a_path_that_is_there_shows_it(cast: Cast, path: Path, service: Service) -> None:
    form = f"{ADDRESS}new?user={cast.botan.id}&service={service.id}"

    assert cast.browser(cast.botan).get(form).location == f"{ADDRESS}{path.id}/"
    assert cast.browser(cast.admin).get(form).status_code == 200
