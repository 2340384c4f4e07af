"""A night's alert, played live by three browsers: what comes of it, and no byte of its answer before the reveal."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import true

from studyhub.alerts.incoming import importing
from studyhub.alerts.models import AlertDecision, AlertGroup
from studyhub.db import db
from studyhub.drills import queries
from studyhub.notes.models import Note
from studyhub.people.models import User
from studyhub.rota.models import DraftShift, Rota
from studyhub.services import keeping
from studyhub.services.keeping import Described
from studyhub.services.models import QuirkRevision
from studyhub.teams.models import Membership
from tests.alerts.conftest import SAMPLE
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.drills.scenes import new_session
from tests.meetings.scenes import go_to
from tests.notes.releases.outside import outside
from tests.rota.conftest import crew, keeper, rota

__all__ = ["crew", "keeper", "rota"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
BEGIN = NOON + timedelta(days=1, hours=7)
RULES = {
    "hosting-mysql": "HostingMySQLReplicationBroken",
    "market-web": "MarketWebLatencyHigh",
    "market-search": "MarketSearchReplicaLag",
}
SYMPTOM = "レプリカが1台だけ赤くなりました。"
HINTS = ("設定ではなくデータを疑うと", "1062が出るのはどんなときですか")
SECRETS = {
    "shows": "書き込みは続いている",
    "cause": "手動の更新がレプリカだけに入った",
    "fix": "その行を退避して再開する",
}


class Sent:
    """Every byte that went to a browser, headers included, in order."""

    def __init__(self, cast: Cast, agent: str) -> None:
        self.agent, self.answers = agent, list[tuple[str, bytes]]()
        self._inner = cast.app.wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("HTTP_USER_AGENT") != self.agent:
            return self._inner(environ, start_response)
        said: list[Any] = []

        def start(status: str, headers: Any, exc_info: Any = None) -> Any:
            said.append((status, headers))
            return start_response(status, headers, exc_info)

        answer = self._inner(environ, start)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        self.answers.append((environ["PATH_INFO"], repr(said).encode() + body))
        return [body]

    def places_of(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """Which of these words were sent, and from which address."""
        return [(path, word) for path, sent in self.answers for word in words if word.encode() in sent]


RESPONDER = "the responder's browser"


@pytest.fixture
def sent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Sent:
    found = Sent(cast, RESPONDER)
    monkeypatch.setattr(cast.app, "wsgi_app", found)
    return found


@pytest.fixture
def groups(cast: Cast) -> dict[str, int]:
    """What the sample alerts rang for three services of minne, which Aki leads; the ids by service."""
    lead = db.session.scalars(db.select(Membership).where(Membership.user_id == cast.aki.id)).one()
    lead.is_lead = True
    for name in RULES:
        keeping.create(Described(cast.team.id, name), by=cast.admin, now=NOON)
    importing.take(SAMPLE.read_bytes(), by=cast.admin, now=NOON)
    db.session.commit()
    rows = db.session.scalars(db.select(AlertGroup).where(AlertGroup.rule.in_(RULES.values())))
    found = {one.service.name: one.id for one in rows}
    db.session.commit()
    return found


def test_a_nights_alert_is_played_and_comes_back_as_a_quirk_a_decision_and_somebody_ready(
    cast: Cast, enter: Entrance, sent: Sent, groups: dict[str, int], rota: Rota, keeper: User
) -> None:
    go_to(BEGIN)
    session, rota_id, botan_id = new_session(cast).id, rota.id, cast.botan.id
    examiner, planner = enter(cast.aki, **PHONE).new_page(), enter(keeper).new_page()
    responder, observer = enter(cast.botan, user_agent=RESPONDER).new_page(), enter(cast.chika).new_page()
    editor = enter(cast.editor).new_page()
    db.session.rollback()

    scenarios = [write_scenario(examiner, groups[service], service) for service in RULES]
    drill = plan(examiner, scenarios[0], session)
    play(examiner, responder, observer, drill)
    look_everywhere(responder, drill, scenarios, session)
    assert sent.places_of([HINTS[1], *SECRETS.values()]) == []
    reveal(examiner, responder, observer)
    debrief(examiner, responder, drill)
    decide_about_the_alert(examiner, drill)

    assert in_draft(rota_id, botan_id) == 0
    sign_off(examiner, drill)
    planner.goto(f"/oncall/rotas/{rota_id}/")
    press(planner, "Plan the rota anew")
    assert in_draft(rota_id, botan_id) > 0
    assert words_of(db.select(QuirkRevision.title)) == [LEARNED]
    assert words_of(db.select(AlertDecision.reason)) == [LEARNED]
    note = share_note(examiner, session)
    release(examiner, editor, note)
    assert leaves(cast, note) == {LEARNED}
    assert sent.places_of(of_other_scenarios()) == []


def test_without_the_one_condition_the_answer_is_among_the_bytes(
    cast: Cast,
    enter: Entrance,
    sent: Sent,
    groups: dict[str, int],
    crew: list[User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_to(BEGIN)
    session = new_session(cast).id
    examiner = enter(cast.aki, **PHONE).new_page()
    responder, observer = enter(cast.botan, user_agent=RESPONDER).new_page(), enter(cast.chika).new_page()
    db.session.rollback()
    scenario = write_scenario(examiner, groups["hosting-mysql"], "hosting-mysql")
    drill = plan(examiner, scenario, session)
    play(examiner, responder, observer, drill)

    monkeypatch.setattr(queries, "has_seen", lambda *_of: true())
    look_everywhere(responder, drill, [scenario], session)

    assert {word for _path, word in sent.places_of(SECRETS.values())} == set(SECRETS.values())


def write_scenario(page: Page, group_id: int, service: str) -> str:
    """Make a scenario of what rang by one press, and write down its answer; its address."""
    page.goto(f"/oncall/alerts/groups/{group_id}/")
    page.get_by_role("link", name="お題にする").tap()
    assert page.locator("select[name=service_id] option[selected]").inner_text() == service
    assert RULES[service] in page.locator("textarea[name=symptom]").input_value()
    said = "" if service == "hosting-mysql" else f"（{service}）"
    page.fill("input[name=title]", f"{service}の夜")
    page.fill("textarea[name=symptom]", SYMPTOM + said)
    page.fill("textarea[name=hints]", "\n".join(hint + said for hint in HINTS))
    for name, words in SECRETS.items():
        page.fill(f"textarea[name={name}]", words + said)
    press(page, "お題を保存")
    return page.url


def of_other_scenarios() -> list[str]:
    """Every secret of the scenarios that are not played."""
    services = [service for service in RULES if service != "hosting-mysql"]
    return [f"{word}（{service}）" for service in services for word in (SYMPTOM, *HINTS, *SECRETS.values())]


def press(page: Page, name: str) -> None:
    """Press a button, and wait for where it leads."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, field: str, name: str) -> None:
    """Choose a person by a part of their name, once the script has made a field of the select."""
    typed = page.get_by_role("combobox", name=field).and_(page.locator("input"))
    typed.fill(name)
    typed.press("ArrowDown")
    typed.press("Enter")


def plan(page: Page, scenario: str, session: int) -> str:
    """Aki examines, Botan responds; the address of the drill."""
    page.goto(scenario)
    page.get_by_role("link", name="トレーニングを計画").tap()
    page.locator("select[name=meeting_id]").select_option(str(session))
    choose(page, "回答者", "Botan")
    press(page, "この内容で計画する")
    return page.url


def play(examiner: Page, responder: Page, observer: Page, drill: str) -> None:
    """Presses of the examiner reach the others by themselves; a real page interrupts it for an hour."""
    for page in (responder, observer):
        page.goto(drill)
        expect(page.get_by_role("heading", name="まだ始まっていません")).to_be_visible()
    examiner.goto(drill)
    press(examiner, "症状を読み上げる")
    for page in (responder, observer):
        expect(page.get_by_text(SYMPTOM).first).to_be_visible()
    for kind, words in (("聞かれた", "影響を受けているお客様は"), ("試した", "複製の状態を見る")):
        press(examiner, kind)
        examiner.locator(".log input[name=text]").first.fill(words)
        examiner.locator(".log input[name=text]").first.press("Enter")
        for page in (responder, observer):
            expect(page.locator(".log")).to_contain_text(words)
    responder.get_by_role("button", name="ヒントをもらう").click()
    expect(examiner.get_by_text("Botanさんがヒントを求めています。")).to_be_visible()
    press(examiner, "ヒントを出す")
    for page in (responder, observer):
        expect(page.get_by_role("heading", name="もらったヒント").locator("..")).to_contain_text(HINTS[0])

    press(examiner, "中断する")
    for page in (responder, observer):
        expect(page.get_by_text("中断しています。")).to_be_visible()
    go_to(BEGIN + timedelta(hours=1))
    press(examiner, "続きから始める")
    for page in (responder, observer):
        expect(page.get_by_text("中断しています。")).to_have_count(0)
    assert int(examiner.locator(".thumb .clock").inner_text().split(":")[0]) < 5
    press(examiner, "見つけた")
    assert examiner.evaluate("document.documentElement.scrollWidth") == 390


def look_everywhere(page: Page, drill: str, scenarios: list[str], session: int) -> None:
    """The responder asks for the answer wherever it might be, and goes back to where they were."""
    places = [*scenarios, *(f"{one}edit" for one in scenarios), f"{drill}record", "/training/", "/"]
    places += [f"/meetings/{session}/", "/search?q=レプリカ", "/feeds/notes.atom", "/audit/mine", "/services/"]
    for place in places:
        page.goto(place)
    page.goto(drill)
    page.go_back()
    page.goto(drill)


def reveal(examiner: Page, responder: Page, observer: Page) -> None:
    """The responder has seen the answer from now on; an observer by a press of their own."""
    examiner.get_by_text("種明かしへ進む").tap()
    press(examiner, "種明かしをする")
    for page in (responder, observer):
        expect(page.get_by_text("種明かしがありました。")).to_be_visible()
        page.reload()
    expect(responder.get_by_text(SECRETS["cause"])).to_be_visible()
    expect(observer.get_by_text(SECRETS["cause"])).to_have_count(0)
    press(observer, "答えを見る")
    expect(observer.get_by_text(SECRETS["cause"])).to_be_visible()


LEARNED = "飛ばす前に、その行がなぜあるかを見る"


def debrief(examiner: Page, responder: Page, drill: str) -> None:
    """What was good, what would be better, what was learned; a quirk comes of it."""
    for page, field, words in (
        (examiner, "よかったこと", "急がなくてよいと判断できた"),
        (responder, "もっとよくするなら", "照合まで声に出す"),
        (responder, "学び", LEARNED),
    ):
        page.goto(drill)
        page.get_by_role("textbox", name=field).fill(words)
        with page.expect_navigation():
            page.get_by_role("textbox", name=field).press("Enter")
    press(responder, f"固有の事情にする {LEARNED}")
    examiner.goto(drill)
    examiner.get_by_role("radio", name="合格").check()
    press(examiner, "講評を共有する")


def decide_about_the_alert(page: Page, drill: str) -> None:
    """From what was learned to the decision about the alert that it began with."""
    page.goto(drill)
    page.get_by_role("link", name=f"アラートを見直す {LEARNED}").tap()
    page.wait_for_url(re.compile("/oncall/alerts/groups/"))
    press(page, "これに決める")


def sign_off(page: Page, drill: str) -> None:
    """Aki, who leads minne, answers for Botan, who has practised."""
    page.goto(drill)
    page.get_by_role("link", name="hosting-mysql", exact=False).tap()
    expect(page.locator("section[aria-labelledby=ready] .waits").first).to_contain_text("練習中")
    page.get_by_text("認定する", exact=True).tap()
    choose(page, "メンバー", "Botan")
    press(page, "認定")
    expect(page.locator("section[aria-labelledby=ready] .waits").first).to_contain_text("参加可")


def in_draft(rota_id: int, user_id: int) -> int:
    """How many shifts somebody has in the newest draft of a rota."""
    rows = db.select(DraftShift.id).where(DraftShift.user_id == user_id)
    return len(words_of(rows))


def words_of(rows: Any) -> list[Any]:
    """What is kept; the test lets go of the database again, so that the server can write."""
    found = list(db.session.scalars(rows))
    db.session.rollback()
    return found


def share_note(page: Page, session: int) -> str:
    """Begin the notes of the session, which hold the way it went and what was learned, and share them."""
    page.goto(f"/meetings/{session}/")
    page.locator("form[action$='/note'] button").click()
    page.wait_for_url("**/edit")
    page.locator("button[name=save]").click()
    page.wait_for_url(re.compile(r"/notes/\d+/$"))
    press(page, "社内に共有")
    return page.url


def release(examiner: Page, editor: Page, note: str) -> None:
    """Ask for it to be published; the editor approves."""
    examiner.locator("a[href$='/releases/new']").click()
    examiner.locator("form[action$='/releases'] button").click()
    expect(examiner.locator("main")).to_contain_text("依頼中")
    editor.goto(note)
    editor.get_by_role("link", name="公開レビュー").click()
    boxes = editor.locator("form[action$='/approval'] input[type=checkbox]")
    for index in range(boxes.count()):
        boxes.nth(index).check()
    with editor.expect_navigation():
        editor.locator("form[action$='/approval'] button").click()


def leaves(cast: Cast, address: str) -> set[str]:
    """What of the drill people and programs outside read, of all that was said and kept secret in it."""
    note = db.session.get_one(Note, int(address.rstrip("/").rpartition("/")[2]))
    read = outside(cast, note)
    words = [
        LEARNED,
        SYMPTOM,
        *HINTS,
        *SECRETS.values(),
        "影響を受けているお客様は",
        "複製の状態を見る",
        *of_other_scenarios(),
    ]
    texts = [text if isinstance(text, str) else text.decode(errors="replace") for text in read.values()]
    return {word for word in words if any(word in text for text in texts)}
