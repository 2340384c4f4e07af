"""The main job, in Japanese, as people do it: from an empty machine to a note in a feed reader and on a blog."""

import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.hands import Pointer
from tests.browser.walk import HANDS, PASSWORD, Walk
from tests.platform.program import ROOT, run

TOC = (ROOT / "tests" / "data" / "toc" / "seeking-sre-ja.txt").read_text(encoding="utf-8")
TOKYO = ZoneInfo("Asia/Tokyo")
BEFORE = datetime(2026, 12, 1, 9, 0, tzinfo=TOKYO)
FIRST_MEETING = datetime(2026, 12, 2, 19, 0, tzinfo=TOKYO)
AFTER = FIRST_MEETING + timedelta(hours=2)
PEOPLE = {"botan": "高橋 牡丹", "chika": "田中 千佳", "daichi": "渡辺 大地", "emi": "伊藤 恵美"}
NOTE = """## 2章の話

これは**「面接」**の話です。[^1]

| 観点 | 例 |
|---|---|
| 基本 | 障害対応 |

```python
print("<b>そのまま</b>")
```

- [x] 式を統一する

:::internal
社外秘の数字は 99.84% です。
:::

[^1]: 脚注です。
"""


@pytest.fixture(params=list(HANDS))
def walk(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Walk:
    hand, options = HANDS[request.param]
    return Walk(chromium, hand, options, tmp_path)


def test_from_an_empty_machine_to_a_note_on_a_blog(walk: Walk) -> None:
    with walk.on(BEFORE):
        set_up(walk)
        add_people(walk)
        circle = plan_the_circle(walk)
        join_once(walk, circle)
        claim_a_chapter(walk, circle)
        study = plan_a_small_session(walk)
        give_a_seat_back(walk, study)
    with walk.on(AFTER):
        confirm_attendance(walk, circle)
        note = write_at_once(walk, circle)
        share_and_ask(walk, note)
        release(walk, note)
        read_in_a_feed_reader(walk)
        build_the_blog(walk, note)


def set_up(walk: Walk) -> None:
    assert walk.site
    assert walk.site.process.stdout
    code = walk.site.process.stdout.readline().rpartition(": ")[2].strip()
    visitor = walk.window(None)
    visitor.page.goto("/")
    visitor.write("input[name=code]", code)
    visitor.write("input[name=organization_name]", "例示株式会社")
    visitor.write("input[name=name]", "佐々木 玲")
    visitor.write("input[name=email]", "aki@example.com")
    visitor.write("input[name=password]", PASSWORD)
    visitor.press("main form button")
    visitor.page.wait_for_url("**/")
    assert visitor.page.get_by_role("heading", level=1).inner_text().endswith("佐々木 玲さん")
    walk.windows["aki"] = walk.windows.pop("visitor")


def add_people(walk: Walk) -> None:
    assert walk.site
    for who, name in PEOPLE.items():
        options = ["--editor"] if who == "emi" else []
        words = ["user", "create", "--email", f"{who}@example.com", "--name", name, *options, "--password-stdin"]
        made = run(*words, data=walk.site.data, typed=PASSWORD)
        assert made.returncode == 0, made.stderr


def plan_the_circle(walk: Walk) -> str:
    """Aki pastes the table of contents and gets five sessions; the address of the circle."""
    aki = walk.window("aki")
    aki.page.goto("/circles/new")
    aki.write("input[name=title]", "SREの探求")
    aki.write("textarea[name=toc]", TOC)
    aki.press("#book p:last-of-type button")
    walk.picture(aki, "contents")
    aki.press(".hold .button-main")
    aki.write("input[name=first_day]", FIRST_MEETING.date().isoformat())
    aki.pick("weekday", "2")
    aki.press("button.button[name=action][value=replan]")
    expect(aki.page.locator("input[name=d1]")).to_have_value("2026-12-02")
    walk.picture(aki, "plan")
    aki.press(".hold .button-main")
    aki.page.wait_for_url(re.compile(r"/circles/(?!new)[^/]+/$"))
    walk.picture(aki, "circle")
    return aki.page.url.removeprefix(str(walk.site.address("")) if walk.site else "")


def meetings_of(hand: Pointer, circle: str) -> list[str]:
    """The addresses of a circle's sessions, in order."""
    hand.page.goto(circle)
    links = hand.page.locator("a[href^='/meetings/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return sorted(
        {link for link in links if re.fullmatch(r"/meetings/\d+/", link)}, key=lambda link: int(link.split("/")[2])
    )


def join_once(walk: Walk, circle: str) -> None:
    botan = walk.window("botan")
    botan.page.goto(circle)
    botan.press("form[action$='/participation']:has(input[value=participant]) button")
    sessions = meetings_of(botan, circle)
    assert len(sessions) == 6
    for session in sessions:
        botan.page.goto(session)
        expect(my_part(botan)).to_contain_text("参加します")


def claim_a_chapter(walk: Walk, circle: str) -> None:
    botan = walk.window("botan")
    botan.page.goto(meetings_of(botan, circle)[0])
    botan.press("form[action$='/assignment']:has(input[value=claim]) button")
    expect(botan.page.locator("main")).to_contain_text("引き受け済み")
    walk.picture(botan, "meeting")


def plan_a_small_session(walk: Walk) -> str:
    """Aki plans one study session for two people and stays away from it; its address."""
    aki = walk.window("aki")
    aki.page.goto("/circles/new/study")
    aki.write("input[name=title]", "eBPF勉強会")
    aki.write("input[name=day]", "2026-12-20")
    aki.write("input[name=start]", "12:30")
    aki.press("main form p:last-of-type button")
    aki.page.wait_for_url(re.compile(r"/(circles|meetings)/(?!new)"))
    session = aki.page.url if "/meetings/" in aki.page.url else meetings_of(aki, aki.page.url)[0]
    aki.page.goto(session)
    aki.press("main a[href$='/edit']")
    aki.write("input[name=capacity]", "2")
    aki.press("main form button.button-main")
    aki.page.wait_for_url(lambda url: not url.endswith("/edit"))
    aki.press("main a[href$='/absence']")
    aki.press("form[action$='/absence'] button")
    expect(my_part(aki).locator("form[action$='/signup']")).to_be_visible()
    return session


def give_a_seat_back(walk: Walk, session: str) -> None:
    """Three sign up for two seats; one withdraws, the one who waits is promoted and told by mail."""
    for who in ("botan", "chika", "daichi"):
        hand = walk.window(who)
        hand.page.goto(session)
        hand.press("section[aria-labelledby=me] form[action$='/signup'] button")
        expect(my_part(hand).locator("form[action$='/signup/delete']")).to_be_visible()
    daichi = walk.window("daichi")
    expect(my_part(daichi)).to_contain_text("1番目")

    botan = walk.window("botan")
    botan.press("section[aria-labelledby=me] form[action$='/signup/delete'] button")

    expect(my_part(botan)).not_to_contain_text("参加します")
    daichi.page.goto(session)
    expect(my_part(daichi)).to_contain_text("参加します")
    mail = walk.mail("daichi@example.com", "繰り上")
    assert "eBPF勉強会" in mail


def my_part(hand: Pointer) -> Locator:
    """The sheet of a session's page that says whether one takes part."""
    return hand.page.locator("section[aria-labelledby=me]")


def confirm_attendance(walk: Walk, circle: str) -> None:
    aki = walk.window("aki")
    first = meetings_of(aki, circle)[0]
    aki.page.goto(f"{first}attendance")
    aki.press("main form button.button-main")
    aki.page.wait_for_url(lambda url: not url.endswith("/attendance"))
    aki.page.goto(first)
    expect(aki.page.locator("main")).to_contain_text("発表済み")


def write_at_once(walk: Walk, circle: str) -> str:
    """Aki and Botan open the same text, change different places and save; the address of the note."""
    aki, botan = walk.window("aki"), walk.window("botan")
    aki.page.goto(meetings_of(aki, circle)[0])
    aki.press("form[action$='/note'] button")
    aki.page.wait_for_url("**/edit")
    aki.write("textarea[name=source]", NOTE)
    aki.press("button[name=save]")
    aki.page.wait_for_url(re.compile(r"/notes/\d+/$"))
    note = aki.page.url
    for hand in (aki, botan):
        hand.page.goto(f"{note}edit")
    aki.write_at("Home", "textarea[name=source]", "アキが足した段落。\n\n")
    aki.press("button[name=save]")
    aki.page.wait_for_url(re.compile(r"/notes/\d+/$"))
    botan.write_at("End", "textarea[name=source]", "\nボタンが足した段落。\n")
    botan.press("button[name=save]")
    botan.page.wait_for_url(re.compile(r"/notes/\d+/$"))
    text = botan.page.locator("article").inner_text()
    assert "アキが足した段落。" in text
    assert "ボタンが足した段落。" in text
    walk.picture(botan, "note")
    return note


def share_and_ask(walk: Walk, note: str) -> None:
    aki = walk.window("aki")
    aki.page.goto(note)
    aki.press("form[action$='/sharing'] button")
    aki.press("a[href$='/releases/new']")
    aki.press("form[action$='/releases'] button")
    expect(aki.page.locator("main")).to_contain_text("依頼中")


def release(walk: Walk, note: str) -> None:
    emi = walk.window("emi")
    emi.page.goto("/")
    emi.press("section[aria-labelledby=waits] a.button")
    boxes = emi.page.locator("form[action$='/approval'] input[type=checkbox]")
    for index in range(boxes.count()):
        emi.toggle(f"form[action$='/approval'] .field:nth-of-type({index + 1}) input[type=checkbox]")
    emi.press("form[action$='/approval'] button")
    expect(emi.page.locator("main")).to_contain_text("社外公開")
    visitor = walk.window(None)
    visitor.page.goto(note)
    public = visitor.page.locator("article").inner_text()
    assert "「面接」" in public
    assert "99.84" not in visitor.page.content()


def read_in_a_feed_reader(walk: Walk) -> None:
    assert walk.site
    address = walk.site.address("/feeds/notes.atom")
    first = feedparser.parse(address)
    assert [entry.title for entry in first.entries] != []
    assert "「面接」" in first.entries[0].content[0].value
    assert "99.84" not in first.entries[0].content[0].value
    second = feedparser.parse(address, etag=first.etag, modified=first.modified)
    assert second.status == 304


def build_the_blog(walk: Walk, note: str) -> None:
    assert walk.site
    out = walk.folder / "blog"
    exported = run("note", "export", note.split("/")[-2], "--to", "hugo", "--out", str(out), data=walk.site.data)
    assert exported.returncode == 0, exported.stderr
    (out / "hugo.toml").write_text('baseURL = "https://blog.example.com/"\ntitle = "Blog"\n')
    (out / "layouts" / "_default").mkdir(parents=True)
    (out / "layouts" / "_default" / "single.html").write_text("<h1>{{ .Title }}</h1>{{ .Content }}")
    hugo = Path(sys.executable).with_name("hugo")
    built = subprocess.run(
        [hugo, "--buildDrafts", "--buildFuture", "-d", "public"], cwd=out, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = [path.read_text(encoding="utf-8") for path in (out / "public").rglob("index.html")]
    [page] = [page for page in pages if "ボタンが足した段落。" in page]
    assert "<strong>「面接」</strong>" in page
    assert "&lt;b&gt;そのまま&lt;/b&gt;" in page or "そのまま" in page
    assert "99.84" not in page
