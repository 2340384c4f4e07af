"""The editors' page: what stands where, and what each press does."""

from datetime import timedelta

from lxml import html

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.desk import keeping, limits
from studyhub.desk.models import KeptInside, Nudge
from studyhub.desk.stages import Stage
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import releasing
from studyhub.people.models import User, UserState
from tests.at_once import at_once
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import after, go_to, messages, statements
from tests.notes.notebook import head_of, note_of, published, requested, shared_note


def desk(browser: Browser, query: str = "") -> html.HtmlElement:
    answer = browser.get(f"/desk/{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def flow(page: html.HtmlElement) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//ol[@class='flow']/li")]


def text_of(page: html.HtmlElement, stage: str) -> str:
    return " ".join(page.xpath(f"string(//section[@aria-labelledby='{stage}'])").split())


def test_five_stages_say_how_many_and_how_old(cast: Cast) -> None:
    release = published(cast)
    go_to(after(cast.meetings[1], days=8))

    page = desk(cast.browser(cast.editor))

    assert flow(page) == [
        "ノートがない 2 最長8日",
        "共有されていない 0",
        "公開の依頼がない 0",
        "レビュー待ち 0",
        "ブログに未掲載 1 最長16日",
    ]
    assert [one.get("id") for one in page.xpath("//h3")] == ["blog", "note", "figures"]
    assert len(page.xpath("//*[@class='age age-old']")) == 2
    assert page.xpath("//a[contains(., '掲載先を記録する')]/@href") == [f"/notes/{release.note_id}/export/"]


def test_the_oldest_request_has_the_one_solid_button_and_own_texts_name_the_other_editor(cast: Cast) -> None:
    release = requested(cast)
    cast.botan.is_editor = True
    go_to(NOON + timedelta(days=6))

    theirs, own = desk(cast.browser(cast.editor)), desk(cast.browser(cast.botan))

    path = f"/notes/{release.note_id}/releases/{release.id}/"
    assert theirs.xpath("//*[contains(@class, 'button-main')]/@href") == [path]
    assert own.xpath("//main//*[contains(@class, 'button-main')]") == []
    assert "あなたが書いたか依頼したため、Emiさんが見ます" in text_of(own, "review")
    assert own.xpath("string(//section[@aria-labelledby='review']//button)").startswith("Emiさんに知らせる")


def test_whoever_is_told_once_is_not_told_again_for_three_days(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.botan.id
    go_to(after(cast.meeting, days=1))
    browser = cast.browser(cast.editor)
    [form] = desk(browser).xpath("//section[@aria-labelledby='note']//form")

    answer = browser.post(form.get("action"))

    assert answer.status_code == 303
    page = desk(browser)
    assert "Botanさんに知らせました。" in page.text_content()
    assert "書記 Botan ・ 一度お知らせ済み" in text_of(page, "note")
    assert page.xpath("//section[@aria-labelledby='note']//form") == []
    browser.post(form.get("action"))
    assert messages("notes_wanted") == ["Botan"]
    assert "3日以内に一度お知らせ済みです。" in desk(browser).text_content()


def test_a_scribe_who_is_gone_is_not_named_and_organisers_are_told(cast: Cast) -> None:
    cast.meeting.scribe_id, cast.botan.state = cast.botan.id, UserState.LEFT
    go_to(after(cast.meeting, days=1))

    line = text_of(desk(cast.browser(cast.editor)), "note")

    assert "Botan" not in line
    assert "書記がいません" in line
    assert "主催者に知らせる" in line


def test_the_only_organiser_who_presses_reads_that_nobody_else_is_there(cast: Cast) -> None:
    cast.aki.is_editor = True
    go_to(after(cast.meeting, days=1))
    browser = cast.browser(cast.aki)

    browser.post(f"/desk/meetings/{cast.meeting.id}/nudge")

    assert "ほかに知らせる相手がいません。" in desk(browser).text_content()
    assert messages("notes_wanted") == []


def test_what_has_moved_on_is_not_asked_for_again(cast: Cast) -> None:
    note, browser = shared_note(cast), cast.browser(cast.editor)
    go_to(NOON + timedelta(days=1))
    releasing.request(note, by=cast.botan, now=NOON)

    for address in (f"notes/{note.id}/consultation", f"notes/{note.id}/kept-inside", "releases/999/nudge"):
        assert browser.post(f"/desk/{address}").status_code == 303

    assert "すでに先へ進んでいます。" in desk(browser).text_content()
    assert db.session.scalars(db.select(Nudge)).all() == []
    assert db.session.scalars(db.select(KeptInside)).all() == []


def test_publication_is_proposed_to_who_wrote_and_not_requested(cast: Cast) -> None:
    note, browser = shared_note(cast), cast.browser(cast.editor)

    browser.post(f"/desk/notes/{note.id}/consultation")

    assert messages("publication_proposed") == ["Botan"]
    assert db.session.scalars(db.select(Release)).all() == []


def test_a_note_stays_inside_with_a_reason_and_comes_back_by_one_press(cast: Cast) -> None:
    note, browser = shared_note(cast), cast.browser(cast.editor)
    address = f"/desk/notes/{note.id}/kept-inside"
    refused = browser.post(address, data={"reason": " "})
    assert refused.status_code == 422
    assert "理由を入力してください。" in refused.text

    browser.post(address, data={"reason": "お客さまの話"})

    page = desk(browser)
    assert text_of(page, "asking") == ""
    assert "お客さまの話" in page.xpath("string(//details[@class='more'][contains(., 'とどめた')])")
    assert messages("note_kept_inside") == ["Botan"]
    [undo] = page.xpath("//div[@class='flash']//form/@action")
    browser.post(undo)
    assert "Goals" in text_of(desk(browser), "asking")


def test_a_draft_shows_its_session_and_not_its_title(cast: Cast) -> None:
    note_of(cast, title="Secret plans")
    go_to(after(cast.meeting, days=1))

    page = desk(cast.browser(cast.editor))

    assert "第1回" in text_of(page, "sharing")
    assert "Secret plans" not in page.text_content()


def test_of_a_hidden_circle_nothing_can_be_pressed(cast: Cast) -> None:
    note, browser = shared_note(cast), cast.browser(cast.editor)
    cast.circle.visibility = Visibility.PARTICIPANTS
    go_to(after(cast.meetings[1], days=1))

    addresses = [f"notes/{note.id}/consultation", f"notes/{note.id}/kept-inside", f"notes/{note.id}/kept-inside/delete"]
    addresses.append(f"meetings/{cast.meetings[1].id}/nudge")

    assert [browser.post(f"/desk/{one}", data={"reason": "R"}).status_code for one in addresses] == [404] * 4


def test_the_days_are_set_by_editors_and_wrong_ones_are_kept_and_said(cast: Cast) -> None:
    requested(cast)
    browser = cast.browser(cast.editor)
    go_to(NOON + timedelta(days=4))
    days = {f"{stage}_days": "3" for stage in ("note", "sharing", "asking", "review", "blog")}

    refused = browser.post("/desk/limits", data={**days, "blog_days": "0", "note_days": "x"})
    assert refused.status_code == 422
    assert refused.text.count("1 から 365 までの整数を入力してください。") == 4
    assert refused.text.count("「x」は使えません。") == 2
    assert refused.text.count("「0」は使えません。") == 2
    assert desk(browser).xpath("//li//*[contains(@class, 'age-old')]") == []

    browser.post("/desk/limits", data=days)

    assert len(desk(browser).xpath("//ul//*[contains(@class, 'age-old')]")) == 1


def test_five_of_a_stage_are_shown_and_all_on_request_by_as_many_statements(cast: Cast) -> None:
    browser = cast.browser(cast.editor)
    cast.botan.is_editor = True
    note = _stuck_in(cast)
    with statements() as few:
        desk(browser)
    for _ in range(6):
        _stuck_in(cast)
    with statements() as many:
        page = desk(browser)

    assert len(many) == len(few)
    assert len(page.xpath("//section[@aria-labelledby='asking']//li")) == 5
    assert "すべて見る（7）" in text_of(page, "asking")
    assert len(desk(browser, "?all=asking").xpath("//section[@aria-labelledby='asking']//li")) == 7
    assert note.title in text_of(page, "asking")
    assert desk(browser, "?all=nonsense").xpath("//h1")


def _stuck_in(cast: Cast) -> Note:
    """One more circle in which something is stuck in each stage; the note that nobody asks to publish."""
    circle = cast.new_circle(cast.aki, meetings=4)
    cast.meetings = list(db.session.scalars(db.select(type(cast.meeting)).filter_by(circle_id=circle.id)))
    shared = []
    for number, meeting in enumerate(cast.meetings[:3]):
        note = writing.begin(circle, meeting, f"Note {number}", "", by=cast.botan, now=NOON)
        writing.edit(note, head_of(note), f"Note {number}", "Text", by=cast.botan, now=NOON)
        releasing.share(note, by=cast.aki, now=NOON)
        shared.append(note)
    kept, asked, stuck = shared
    keeping.keep_inside(kept, "Customers", by=cast.editor, now=NOON)
    releasing.request(asked, by=cast.botan, now=NOON)
    go_to(after(cast.meetings[3], days=1))
    return stuck


def test_two_editors_who_save_the_days_first_both_get_through_and_the_later_one_counts(cast: Cast) -> None:
    def save(days: int) -> None:
        wanted = limits.Settings(dict.fromkeys(Stage, days), (days,))
        limits.change(wanted, by=db.session.get_one(User, cast.editor.id), now=NOON)

    assert at_once(cast.app, [lambda: save(3), lambda: save(4)]) == ["done", "done"]

    saved = limits.current()
    assert set(saved.limits.values()) in ({3}, {4})
    assert {*saved.slot_days} == {*saved.limits.values()}


def test_an_editor_outside_a_closed_circle_reads_the_title_that_was_approved(cast: Cast) -> None:
    release = published(cast)
    writing.edit(release.note, head_of(release.note), "Goals", "Newer", by=cast.botan, now=NOON)
    releasing.request(release.note, by=cast.botan, now=NOON)
    cast.circle.title, cast.circle.visibility = "Renamed in secret", Visibility.PARTICIPANTS
    cast.aki.is_editor = True

    outside, inside = (text_of(desk(cast.browser(user)), "review") for user in (cast.editor, cast.aki))

    assert ("SRE ・" in outside, "secret" in outside) == (True, False)
    assert "Renamed in secret ・" in inside
