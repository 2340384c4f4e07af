"""Two people in one note, in real browsers: what one types flows in while the other pauses, and no letter is lost."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studyhub.db import db
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought, ThoughtKind
from studyhub.notes.models import Note
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of
from tests.notes.notebook import head_of, note_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}}
FLOWS_MS = 8000
WRITERS = 12
# The first news of what stands above arrive only when they are released.
HOLD = """() => {
  const { fetch } = window;
  window.fetch = async (address, options) => {
    const answer = await fetch(address, options);
    const isNews = String(address).includes("/live") && (await answer.clone().text()).includes("above");
    if (isNews && !window.release) await new Promise((release) => { window.release = release; });
    return answer;
  };
}"""
# Every text that flows in from now on.
RECORD = """() => {
  const texts = [];
  const source = document.getElementById("source");
  source.addEventListener("flowed", () => texts.push(source.value));
  return texts;
}"""


def edit(context: BrowserContext, note: Note, *, caret: int) -> Page:
    """The editor, with the caret at that place of the text."""
    db.session.commit()
    page = context.new_page()
    page.goto(f"/notes/{note.id}/edit")
    page.locator("markdown-toolbar").wait_for()
    page.locator("#source").focus()
    page.locator("#source").evaluate("(field, caret) => field.setSelectionRange(caret, caret)", caret)
    return page


def expect_text(page: Page, text: str) -> None:
    expect(page.locator("#source")).to_have_value(text, timeout=FLOWS_MS)


def test_one_sees_who_else_is_writing_until_they_leave(cast: Cast, enter: Entrance) -> None:
    note = note_of(cast, "text\n")
    aki = edit(enter(cast.aki, **PHONE), note, caret=0)
    botan = edit(enter(cast.botan, **PHONE), note, caret=0)

    expect(aki.locator("[data-writers]")).to_contain_text("Botan", timeout=FLOWS_MS)
    expect(botan.locator("[data-writers]")).to_contain_text("Aki", timeout=FLOWS_MS)
    botan.goto("/notes/")

    expect(aki.locator("[data-writers]")).to_have_text("", timeout=FLOWS_MS)


def test_text_flows_in_and_the_caret_stays_at_its_letters(cast: Cast, enter: Entrance) -> None:
    note = note_of(cast, "first\n\nlast\n")
    aki = edit(enter(cast.aki, **PHONE), note, caret=0)
    botan = edit(enter(cast.botan, **PHONE), note, caret=len("first\n\nlast"))

    aki.keyboard.type("new\nlines\n")

    expect_text(botan, "new\nlines\nfirst\n\nlast\n")
    botan.keyboard.type("!")
    expect_text(aki, "new\nlines\nfirst\n\nlast!\n")
    assert botan.input_value("#source") == "new\nlines\nfirst\n\nlast!\n"


@pytest.mark.parametrize(("before", "after"), [("la", "st"), ("last", "")])
def test_whoever_pauses_in_a_line_that_another_changes_deletes_nothing_by_typing_on(
    cast: Cast, enter: Entrance, before: str, after: str
) -> None:
    note = note_of(cast, "first\n\nlast")
    aki = edit(enter(cast.aki, **PHONE), note, caret=len("first\n\n"))
    botan = edit(enter(cast.botan, **PHONE), note, caret=len(f"first\n\n{before}"))

    aki.keyboard.type("the ")
    expect_text(botan, "first\n\nthe last")
    botan.keyboard.type("!")

    expect_text(botan, f"first\n\nthe {before}!{after}")


def test_news_that_were_overtaken_take_nothing_away(cast: Cast, enter: Entrance) -> None:
    note = note_of(cast, "first\n\nlast\n")
    aki = edit(enter(cast.aki, **PHONE), note, caret=0)
    botan = edit(enter(cast.botan, **PHONE), note, caret=len("first\n\nlast"))
    botan.evaluate(HOLD)
    with aki.expect_response("**/working-copy"):
        aki.keyboard.type("above\n")
    botan.wait_for_function("() => window.release")

    with botan.expect_response("**/working-copy"):
        botan.keyboard.type(" 終わり")
    expect_text(botan, "above\nfirst\n\nlast 終わり\n")
    texts = botan.evaluate_handle(RECORD)
    botan.evaluate("() => window.release()")
    aki.keyboard.type("more\n")

    expect_text(botan, "above\nmore\nfirst\n\nlast 終わり\n")
    assert all("終わり" in text for text in texts.json_value())
    expect_text(aki, "above\nmore\nfirst\n\nlast 終わり\n")


def test_nothing_flows_into_a_word_that_is_being_composed(cast: Cast, enter: Entrance) -> None:
    note = note_of(cast, "first\n\nlast\n")
    aki = edit(enter(cast.aki, **PHONE), note, caret=0)
    botan = edit(enter(cast.botan, **PHONE), note, caret=len("first\n\nlast"))
    source = botan.locator("#source")
    source.dispatch_event("compositionstart")

    with botan.expect_response(lambda answer: "/live" in answer.url and b"above" in answer.body()):
        aki.keyboard.type("above\n")
    assert source.input_value() == "first\n\nlast\n"
    source.dispatch_event("compositionend")

    expect_text(botan, "above\nfirst\n\nlast\n")


def test_two_write_at_once_while_twelve_write_thoughts_and_nothing_is_lost(cast: Cast, enter: Entrance) -> None:
    people = cast.people(WRITERS)
    note = note_of(cast, "## Aki\n\n\n## Botan\n\n")
    aki = edit(enter(cast.aki, **PHONE), note, caret=len("## Aki\n\n"))
    botan = edit(enter(cast.botan, **PHONE), note, caret=len("## Aki\n\n\n## Botan\n\n"))
    fields = {"chapter_id": chapter_of(cast.meeting).id, "kind": "question"}
    address = f"/meetings/{cast.meeting.id}/thoughts"

    for number in range(4):
        aki.keyboard.type(f"赤{number} ", delay=20)
        forms = [(person, address, {**fields, "text": f"{number} of {person.name}"}) for person in people]
        assert enter.post_at_once(forms) == [303] * WRITERS
        botan.keyboard.type(f"青{number} ", delay=20)

    both = "## Aki\n\n赤0 赤1 赤2 赤3 \n## Botan\n\n青0 青1 青2 青3 "
    expect_text(aki, both)
    expect_text(botan, both)
    aki.keyboard.press("Control+s")
    aki.wait_for_url(f"**/notes/{note.id}/")
    botan.keyboard.type("終")
    botan.keyboard.press("Control+s")
    botan.wait_for_url(f"**/notes/{note.id}/")
    db.session.expire_all()
    assert head_of(note).source == both + "終"
    assert len(db.session.scalars(db.select(Thought)).all()) == 4 * WRITERS


def test_thoughts_are_brought_in_by_one_press_and_only_once(cast: Cast, enter: Entrance) -> None:
    note = note_of(cast, "## 1 Chapter 1\n\ntext\n")
    saying.say(chapter_of(cast.meeting), ThoughtKind.THOUGHT, "数えたい", by=cast.aki, now=NOON)
    page = edit(enter(cast.botan, **PHONE), note, caret=0)
    gathered = "## 1 Chapter 1\n\n:::internal\n- 感想(Aki): 数えたい\n:::\n\ntext\n"

    page.get_by_role("button", name="感想・疑問を取り込む").click()
    expect_text(page, gathered)
    with page.expect_response("**/gathering"):
        page.get_by_role("button", name="感想・疑問を取り込む").click()

    expect_text(page, gathered)
