"""What people do in a term, by pressing what stands on the pages."""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from lxml import html

from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from tests.cast import Browser, Cast
from tests.circles.planning import fields, sent

TITLE = "時計の本 輪読会"
CHAPTERS = ("時を数える", "時計をずらす", "順序を決める", "遅れを待つ", "合意する", "眠らせる")
CONTENTS = "\n".join(f"第{number}章 {title} {number * 20}" for number, title in enumerate(CHAPTERS, start=1))
MONDAYS = {"weekday": "0", "first_day": "2026-12-07", "start": "19:00", "minutes": "90", "holidays": "skip"}
PEOPLE = ("Chika", "Dai", "Eri", "Fumi", "Goro")


class Hand:
    """Somebody before their browser."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def read(self, path: str) -> Any:
        """A page."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.fromstring(answer.text)

    def press(self, path: str, label: str, near: str = "//main", **typed: str) -> Any:
        """Press the first button of this label on a page, with what was typed; the page it leads to."""
        forms = self.read(path).xpath(f"{near}//form")
        found = next(((form, one) for form in forms if (one := _button(form, label)) is not None), None)
        assert found is not None, (path, label)
        form, button = found
        action = urljoin(path, form.get("action") or path)
        answer = self.browser.post(action, data=_filled(form, button) | typed)
        assert answer.status_code == 303, (label, answer.status_code, _errors(answer.text))
        return self.read(urljoin(action, answer.location))


def _button(form: Any, label: str) -> Any:
    return next((one for one in form.iter("button") if one.text_content().strip().startswith(label)), None)


def _filled(form: Any, button: Any) -> dict[str, list[str]]:
    """What a browser sends of a form when this button is pressed."""
    sent: dict[str, list[str]] = {}
    for name, value in [*form.form_values(), (button.get("name"), button.get("value", ""))]:
        if name:
            sent.setdefault(name, []).append(value)
    return sent


def _errors(page: str) -> list[str]:
    found: Any = html.fromstring(page).xpath("//*[contains(@class, 'error')]")
    return [one.text_content().strip() for one in found]


class Hands:
    """The five people of the circle, and whoever keeps closed days; `chat` is the address of a webhook."""

    def __init__(self, cast: Cast, chat: str) -> None:
        self.people: dict[str, User] = {"Chika": cast.chika} | {name: cast.person(name) for name in PEOPLE[1:]}
        self.of = {name: Hand(cast.browser(user)) for name, user in self.people.items()}
        self.admin = Hand(cast.browser(cast.admin))
        self.circle, self.chat = "", chat
        self.ids: dict[int, int] = {}
        self.uids: dict[int, str] = {}

    def meeting(self, plan: int) -> str:
        """The page of a session, by its number in the first plan."""
        return f"/meetings/{self.ids[plan]}/"

    def close_days(self, name: str, first: str, last: str) -> None:
        self.admin.press("/settings/closed-days/", "追加する", day_name=name, starts_on=first, ends_on=last)

    def plan(self, who: str) -> None:
        """From pasted contents, on Mondays, four seats."""
        browser = self.of[who].browser
        book = fields(browser.get("/circles/new").text) | {"title": "時計の本", "toc": CONTENTS}
        chapters = fields(sent(browser, "/circles/new/chapters", book).text)
        schedule = fields(sent(browser, "/circles/new/schedule", chapters).text)
        planned = fields(sent(browser, "/circles/new/schedule", schedule | MONDAYS | {"action": "replan"}).text)
        named = planned | {"title": TITLE, "reading_name": "rindokukai", "capacity": "4"}
        answer = browser.post("/circles/new/circle", data=named)
        assert answer.status_code == 303, _errors(answer.text)
        self.circle = answer.location
        rows = db.select(Meeting).where(Meeting.circle.has(title=TITLE)).order_by(Meeting.starts_at)
        for plan, meeting in enumerate(db.session.scalars(rows), start=1):
            self.ids[plan], self.uids[plan] = meeting.id, meeting.uid

    def join(self, who: str, role: str) -> None:
        self.of[who].press(self.circle, "聴き専" if role == "listener" else "会に参加する")

    def leave(self, who: str) -> None:
        self.of[who].press(self.circle, "会から抜ける")

    def take_over(self, who: str) -> None:
        self.of[who].press(self.circle, "主催者になる")

    def be_absent(self, who: str, plan: int) -> None:
        self.of[who].press(f"{self.meeting(plan)}absence", "今回は欠席")

    def claim(self, who: str, chapter: int) -> None:
        self._press_chapter(who, chapter, "引き受ける")

    def take_from_home(self, who: str, chapter: int) -> None:
        page = self.of[who].press("/", "引き受ける")
        assert CHAPTERS[chapter - 1] in page.text_content()

    def want_cover(self, who: str, chapter: int) -> None:
        self._press_chapter(who, chapter, "交代を頼む")

    def cannot_present(self, who: str, chapter: int) -> None:
        self._press_chapter(who, chapter, "今日は発表できません")

    def _press_chapter(self, who: str, chapter: int, label: str) -> None:
        """A button of a chapter, on the page of the session that reads it."""
        row = f"//*[@aria-labelledby='chapters']//li[contains(., '{CHAPTERS[chapter - 1]}')]"
        self.of[who].press(self.meeting(self.read_in(chapter)), label, near=row)

    def read_in(self, chapter: int) -> int:
        """The session that the circle's page says reads a chapter."""
        rows = self.of["Chika"].read(f"{self.circle}?past=all").xpath("//*[@aria-labelledby='plan']//tbody/tr")
        [address] = [row.xpath("./th/a/@href")[0] for row in rows if CHAPTERS[chapter - 1] in row.text_content()]
        return next(plan for plan in self.ids if self.meeting(plan) == address)

    def read_together(self, who: str, chapter: int) -> None:
        """Follow home's link to what is to be decided on, and press there."""
        [link] = self.of[who].read("/").xpath("//main//a[normalize-space()='どうするか決める']/@href")
        self.of[who].press(link, "その場で読む")

    def postpone(self, who: str, plan: int) -> None:
        self.of[who].press(f"{self.meeting(plan)}edit", "この回を延期する")

    def give_date(self, who: str, plan: int, at: datetime) -> None:
        path = f"{self.meeting(plan)}date"
        self.of[who].press(path, "この日程にする", day=f"{at:%Y-%m-%d}", start=f"{at:%H:%M}")

    def cancel(self, who: str, plan: int) -> None:
        path = f"{self.meeting(plan)}cancellation"
        self.of[who].press(path, "中止にする", reason="年始のため", chapters="slide")

    def write_note(self, who: str, plan: int) -> None:
        """From home, while the session runs."""
        hand = self.of[who]
        page = hand.press("/", "ノートを書く")
        [form] = [one for one in page.xpath("//main//form") if one.xpath(".//textarea[@name='source']")]
        typed = dict(form.form_values()) | {"source": f"第{plan}回に話したこと", "save": "1"}
        assert hand.browser.post(form.get("action"), data=typed).status_code == 303

    def share_note(self, who: str, plan: int) -> None:
        rows = self.of[who].read(self.meeting(plan)).xpath("//main//a[starts-with(@href, '/notes/')]/@href")
        self.of[who].press(rows[0], "社内に共有")

    def confirm(self, who: str, plan: int) -> None:
        self.of[who].press(f"{self.meeting(plan)}attendance", "出席を確定")

    def add_webhook(self, who: str) -> None:
        self.of[who].press(f"{self.circle}chat/", "追加する", name="#tokei", form="slack", secret_address=self.chat)

    def finish(self, who: str) -> None:
        self.of[who].press(f"{self.circle}edit", "完走")
