"""The editor of notes in a real browser: what is typed is never lost, and keys do what people expect."""

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from sqlalchemy import delete

from studyhub.db import db
from studyhub.notes.edits import writing
from studyhub.notes.models import Note
from studyhub.people.models import Device
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.notes.notebook import head_of, note_of

# One database is enough here: what is tried is the browser's part.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def edit(context: BrowserContext, note: Note) -> Page:
    """The editor, with the caret at the end of the text."""
    db.session.commit()
    page = context.new_page()
    page.goto(f"/notes/{note.id}/edit")
    page.locator("markdown-toolbar").wait_for()
    page.locator("#source").focus()
    page.keyboard.press("Control+End")
    return page


def test_typing_is_autosaved_and_shown_again(cast: Cast, enter: Entrance) -> None:
    note, botan = note_of(cast, "text"), enter(cast.botan)
    page = edit(botan, note)

    page.keyboard.type(" and a thought")

    expect(page.locator("[data-state]")).to_contain_text("自動保存済み", timeout=15_000)
    page.close()
    again = edit(botan, note)
    assert again.locator("#source").input_value() == "text and a thought"
    assert again.locator("[data-unsaved]").is_hidden()


def test_what_was_not_sent_yet_survives_on_the_device(cast: Cast, enter: Entrance) -> None:
    note, botan = note_of(cast, "text"), enter(cast.botan)
    page = edit(botan, note)
    page.keyboard.type(" and a thought")

    page.close(run_before_unload=False)

    again = edit(botan, note)
    again.locator("[data-restore]").click()
    assert again.locator("#source").input_value() == "text and a thought"


def test_nothing_is_offered_after_saving(cast: Cast, enter: Entrance) -> None:
    note, botan = note_of(cast, "text"), enter(cast.botan)
    page = edit(botan, note)
    page.keyboard.type(" and a thought")

    page.keyboard.press("Control+s")

    page.wait_for_url(f"**/notes/{note.id}/")
    again = edit(botan, note)
    assert again.locator("#source").input_value() == "text and a thought"
    assert again.locator("[data-unsaved]").is_hidden()


def test_leaving_with_text_that_is_kept_nowhere_asks_first(cast: Cast, enter: Entrance) -> None:
    page = edit(enter(cast.botan), note_of(cast, "text"))
    page.keyboard.type("!")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)

    page.goto("/notes/")

    assert asked == ["beforeunload"]


def test_the_toolbars_keys_mark_the_selection(cast: Cast, enter: Entrance) -> None:
    page = edit(enter(cast.botan), note_of(cast, "text"))
    page.keyboard.press("Control+a")

    page.keyboard.press("Control+b")

    assert page.locator("#source").input_value() == "**text**"


def test_keys_of_an_input_method_are_its_own(cast: Cast, enter: Entrance) -> None:
    note = note_of(cast, "text")
    page = edit(enter(cast.botan), note)

    is_taken = page.locator("#source").evaluate(
        "field => !field.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 's', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"
    )

    assert is_taken is False
    assert page.url.endswith("/edit")


def test_the_preview_follows_the_text(cast: Cast, enter: Entrance) -> None:
    page = edit(enter(cast.botan), note_of(cast, "text"))

    page.keyboard.type(" **bold**")

    expect(page.locator("[data-pane] strong")).to_have_text("bold", timeout=15_000)


def test_an_ended_sign_in_is_said_and_the_text_stays(cast: Cast, enter: Entrance) -> None:
    note, botan = note_of(cast, "text"), enter(cast.botan)
    page = edit(botan, note)
    db.session.execute(delete(Device))
    db.session.commit()

    page.keyboard.type(" and a thought")

    expect(page.locator("[data-state]")).to_contain_text("サインアウト", timeout=15_000)
    page.keyboard.press("Control+s")
    expect(page.locator("textarea[name=carried_value]").filter(has_text="and a thought")).to_have_count(1)


def test_the_editor_says_who_saved_meanwhile(cast: Cast, enter: Entrance) -> None:
    note = note_of(cast, "text\n")
    page = edit(enter(cast.botan), note)
    writing.edit(note, head_of(note), "Goals", "first\n\ntext\n", by=cast.aki, now=NOON)
    db.session.commit()

    page.keyboard.type("last")

    expect(page.locator("[data-news]")).to_contain_text("Akiさん", timeout=15_000)
    page.keyboard.press("Control+s")
    page.wait_for_url(f"**/notes/{note.id}/")
    db.session.expire_all()
    assert head_of(note).source == "first\n\ntext\nlast"
