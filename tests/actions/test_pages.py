"""Lines of a note become decisions and actions by one press, and return until they are done."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from lxml import html
from sqlalchemy import Connection, event

from studyhub.actions import giving, queries
from studyhub.actions.giving import Task
from studyhub.actions.models import Action, Decision
from studyhub.actions.places import Place
from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings.signing_up import joining, signups
from studyhub.notes import settled
from studyhub.notes.edits import writing
from studyhub.notes.models import Note
from studyhub.notes.wiping import passages as wiping
from studyhub.web.guards.hourly_to_one import MOST
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, go_to

SOURCE = "決定: 輪番にする\n\n- [ ] 表を作る @Botan 12/18\n\nただの行\n"


def elements(page: str, path: str) -> list[html.HtmlElement]:
    """What stands at this XPath."""
    found = html.fromstring(page).xpath(path)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, html.HtmlElement)]


def note_with(cast: Cast, source: str = SOURCE) -> Note:
    """The note of the first session, written by Aki."""
    note = writing.begin(cast.circle, cast.meeting, "Notes", "", by=cast.aki, now=NOON)
    assert note.head is not None
    writing.edit(note, note.head, "Notes", source, by=cast.aki, now=NOON)
    db.session.commit()
    return note


def action_of(cast: Cast, text: str = "表を作る") -> Action:
    """An open action of Botan."""
    task = Task(text, cast.botan, date(2026, 12, 18))
    action = giving.give(Place(cast.circle, cast.meeting), task, by=cast.aki, now=NOON)
    db.session.commit()
    return action


def text_of(cast: Cast, address: str, user: str = "aki") -> str:
    return cast.browser(getattr(cast, user)).get(address).get_data(as_text=True)


def pressed(cast: Cast, note: Note, **fields: str) -> int:
    filled = {"kind": "action", "text": "表を作る", "owner_id": str(cast.botan.id), "due_on": "2026-12-18", **fields}
    return cast.browser(cast.aki).post(f"/notes/{note.id}/actions", data=filled).status_code


def test_lines_of_a_note_are_suggested_and_nothing_is_kept(cast: Cast) -> None:
    note = note_with(cast)

    page = text_of(cast, f"/notes/{note.id}/")

    assert ("決定事項にする" in page, "宿題にする" in page, "12月18日(金)まで" in page) == (True, True, True)
    assert db.session.query(Action).count() + db.session.query(Decision).count() == 0


def test_no_text_of_a_note_stays_in_memory(cast: Cast) -> None:
    said = "".join(["ひみ", "つの話"])
    note = note_with(cast, f"決定: {said}")
    assert [one.text for one in settled.suggested(note, now=NOON).lines] == [said]
    db.session.remove()
    gc.collect()

    # Keys of a cache are a tuple or a list of what was handed over.
    held = [one for one in gc.get_objects() if isinstance(one, (tuple, list)) and is_in(said, one)]

    assert held == []


def is_in(text: str, held: Sequence[object]) -> bool:
    return any(type(one) is str and text in one for one in held)


def test_whoever_only_reads_a_note_is_suggested_nothing(cast: Cast) -> None:
    note = note_with(cast)
    note.shared_at = NOON

    assert "決定事項にする" not in text_of(cast, f"/notes/{note.id}/", "chika")


def test_one_press_keeps_a_line_and_it_is_suggested_no_more(cast: Cast) -> None:
    note = note_with(cast)

    answers = [pressed(cast, note, line="表を作るbotan1218") for _time in range(2)]

    [action] = queries.open_actions(cast.circle, cast.aki)
    assert answers == [303, 303]
    assert (action.owner_id, action.due_on, action.note_id) == (cast.botan.id, date(2026, 12, 18), note.id)
    assert "宿題にする" not in text_of(cast, f"/notes/{note.id}/")


def test_any_line_is_chosen_and_edited_before_it_is_kept(cast: Cast) -> None:
    note = note_with(cast)

    lines = text_of(cast, f"/notes/{note.id}/actions/new")
    form = text_of(cast, f"/notes/{note.id}/actions/new?line=5")

    assert ("ただの行" in lines, 'value="ただの行"' in form) == (True, True)


@pytest.mark.parametrize("wrong", [{"text": ""}, {"owner_id": "999"}, {"due_on": "2999-01-01"}, {"kind": "other"}])
def test_what_cannot_be_kept_comes_back_as_it_was_typed(cast: Cast, wrong: dict[str, str]) -> None:
    note = note_with(cast)
    fields = {"kind": "action", "text": "表を作る", "owner_id": "0", "due_on": "", **wrong}

    answer = cast.browser(cast.aki).post(f"/notes/{note.id}/actions", data=fields)

    assert answer.status_code == 422
    assert wrong.get("text", "表を作る") in answer.get_data(as_text=True)


def test_who_is_not_in_the_circle_reads_its_list_and_changes_nothing(cast: Cast) -> None:
    action = action_of(cast)
    browser = cast.browser(cast.chika)

    shown = browser.get("/circles/sre/actions/").get_data(as_text=True)
    answers = [
        browser.post(to).status_code
        for to in (f"/actions/{action.id}/done", f"/actions/{action.id}/drop", "/circles/sre/actions/")
    ]

    assert ("表を作る" in shown, "完了にする" in shown, answers) == (True, False, [403, 403, 403])


def test_the_owner_sees_it_at_home_and_one_press_says_that_it_is_done(cast: Cast) -> None:
    action = action_of(cast)
    browser = cast.browser(cast.botan)

    at_home = browser.get("/").get_data(as_text=True)
    browser.post(f"/actions/{action.id}/done?back=home")
    done = browser.get("/").get_data(as_text=True)
    browser.post(f"/actions/{action.id}/done/delete")
    again = browser.get("/actions/").get_data(as_text=True)

    assert "あなたの宿題" in at_home
    assert ("完了にしました:表を作る" in done, "あなたの宿題" in done, "元に戻す" in done) == (True, False, True)
    assert "未完了に戻しました" in again


def test_at_most_five_stand_at_home_and_all_on_a_page_of_their_own(cast: Cast) -> None:
    for number in range(7):
        action_of(cast, f"宿題その{number}")

    assert text_of(cast, "/", "botan").count("/done?back=home") == 5
    assert text_of(cast, "/actions/", "botan").count("宿題その") >= 7


def test_what_is_open_stands_above_the_next_session_and_its_note(cast: Cast) -> None:
    action_of(cast)
    following = cast.meetings[1]
    note = writing.begin(cast.circle, following, "Notes", "", by=cast.aki, now=NOON)

    pages = [text_of(cast, to) for to in (f"/meetings/{following.id}/", f"/notes/{note.id}/", f"/notes/{note.id}/edit")]

    assert ["前回からの宿題" in page for page in pages] == [True, True, True]


def test_what_was_settled_in_a_session_without_its_note_stands_beside_it_and_is_not_from_before(cast: Cast) -> None:
    note = writing.begin(cast.circle, cast.meeting, "Notes", "", by=cast.aki, now=NOON)
    go_to(cast.meeting.starts_at + timedelta(minutes=5))
    browser = cast.browser(cast.aki)
    for kind, text in (("action", "p95も測る"), ("decision", "金曜は出さない")):
        browser.post(f"/meetings/{cast.meeting.id}/actions", data={"kind": kind, "text": text})

    beside, editor = (browser.get(f"/notes/{note.id}/{page}").text for page in ("", "edit"))

    assert [word in beside for word in ("p95も測る", "金曜は出さない", "前回からの宿題")] == [True, True, False]
    assert "前回からの宿題" not in editor


def test_a_line_typed_after_the_session_names_who_and_until_when(cast: Cast) -> None:
    go_to(cast.meeting.ends_at + timedelta(minutes=5))
    browser = cast.browser(cast.aki)

    browser.post(f"/meetings/{cast.meeting.id}/actions", data={"kind": "action", "text": "p95も測る(Botan、次回まで)"})

    [action] = queries.open_actions(cast.circle, cast.aki)
    assert (action.text, action.owner_id, action.due_on) == ("p95も測る", cast.botan.id, date(2026, 12, 9))


@pytest.mark.parametrize(("text", "said"), [("図(Botan)", "Botanさんの宿題にしました"), ("図", "宿題にしました")])
def test_a_line_in_which_no_day_is_read_is_kept_without_one_and_says_so(cast: Cast, text: str, said: str) -> None:
    browser, address = cast.browser(cast.aki), f"/circles/{cast.circle.slug}/actions/"
    assert "「12/9まで」" in browser.get(address).text

    browser.post(address, data={"kind": "action", "text": text})

    assert f"{said}（期限なし）" in browser.get(address).text


def test_an_action_is_changed_given_to_somebody_else_and_dropped_with_a_reason(cast: Cast) -> None:
    action = action_of(cast)
    joining.join(cast.circle, cast.chika, now=NOON)
    browser = cast.browser(cast.aki)

    changed = browser.post(f"/actions/{action.id}/edit", data={"text": "図", "owner_id": cast.chika.id, "due_on": ""})
    without = browser.post(f"/actions/{action.id}/drop", data={"reason": " "})
    dropped = browser.post(f"/actions/{action.id}/drop", data={"reason": "別の会でやるため"})

    assert (changed.status_code, without.status_code, dropped.status_code) == (303, 422, 303)
    assert (action.text, action.owner_id, action.dropped_reason) == ("図", cast.chika.id, "別の会でやるため")


@pytest.mark.parametrize(("line", "kind"), [("誰かが表を作る", "action"), ("輪番にする", "decision")])
def test_what_a_line_was_read_as_is_set_right_beside_it_after_the_session(cast: Cast, line: str, kind: str) -> None:
    go_to(cast.meeting.ends_at + timedelta(minutes=2))
    browser, end = cast.browser(cast.botan), f"/meetings/{cast.meeting.id}/end"
    browser.post(f"/meetings/{cast.meeting.id}/actions?back=end.{cast.meeting.id}", data={"text": line, "kind": kind})

    [to_edit] = elements(browser.get(end).text, "//a[contains(@href, '/edit?back=end.')]")
    [form] = elements(browser.get(to_edit.get("href", "")).text, "//form[contains(@action, '/edit')]")
    saved = browser.post(
        form.get("action", ""), data={"text": "表を作る", "owner_id": str(cast.botan.id), "due_on": ""}
    )

    assert saved.headers["Location"] == f"{end}#settled"
    assert "表を作る" in browser.get(end).text


@pytest.mark.parametrize("back", ["home", "end.{}"])
def test_taking_done_back_leads_to_where_it_was_pressed(cast: Cast, back: str) -> None:
    action, browser = action_of(cast), cast.browser(cast.botan)
    there = browser.post(f"/actions/{action.id}/done?back={back.format(cast.meeting.id)}").headers["Location"]
    go_to(cast.meeting.ends_at + timedelta(minutes=2))

    [undo] = elements(browser.get(there).text, "//*[contains(@class, 'flash')]//form")

    assert browser.post(undo.get("action", "")).headers["Location"] == there


def test_a_decision_is_said_in_other_words_and_dropped_with_a_reason(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    browser.post("/circles/sre/actions/", data={"kind": "decision", "text": "輪番にする"})
    decision = db.session.query(Decision).one()

    browser.post(f"/decisions/{decision.id}/edit", data={"text": "書記は輪番にする"})
    browser.post(f"/decisions/{decision.id}/drop", data={"reason": "人が減ったため"})

    listed = browser.get("/circles/sre/actions/?show=decisions").get_data(as_text=True)
    assert ("書記は輪番にする" in listed, "人が減ったため" in listed) == (True, True)
    assert queries.last_decisions(cast.circle, cast.aki, limit=5) == []

    browser.post(f"/decisions/{decision.id}/drop/delete")

    assert (decision.dropped_reason, queries.last_decisions(cast.circle, cast.aki, limit=5)) == ("", [decision])


def test_organizers_see_at_home_what_nobody_does_any_more(cast: Cast) -> None:
    action_of(cast)
    joining.leave(cast.circle, cast.botan, now=NOON)

    assert "担当がいなくなった宿題:表を作る" in text_of(cast, "/")


def test_what_is_wiped_from_a_note_is_wiped_from_what_was_made_of_it(cast: Cast) -> None:
    note = note_with(cast, "- [ ] パスワードは hunter2hunter2 @Botan\n")
    pressed(cast, note, text="パスワードは hunter2hunter2", line="パスワードはhunter2hunter2botan")

    wiping.wipe(note, "hunter2hunter2", by=cast.aki, now=NOON, key="k" * 40)
    db.session.commit()

    [action] = queries.open_actions(cast.circle, cast.aki)
    told = [str(one.payload) for one in db.session.query(OutboxMessage)]
    kept = [action.text, action.search_text, action.line, *told]
    assert [text for text in kept if "hunter2" in text] == []


def test_a_note_that_is_read_together_begins_with_a_corner_for_each(cast: Cast) -> None:
    cast.meeting.format = Format.READ_TOGETHER

    cast.browser(cast.aki).post(f"/meetings/{cast.meeting.id}/note")

    note = db.session.query(Note).one()
    assert note.head is not None
    assert "- @Aki\n  - \n- @Botan\n  - \n" in note.head.source


def test_after_a_session_lines_of_its_note_and_one_more_are_kept_and_lead_back_there(cast: Cast) -> None:
    note = note_with(cast)
    go_to(after(cast.meeting, minutes=2))
    browser, end = cast.browser(cast.aki), f"/meetings/{cast.meeting.id}/end"
    page: html.HtmlElement = html.document_fromstring(browser.get(end).text)
    [decide, line] = [one for one in page.forms if (one.action or "").endswith(f"actions?back=end.{cast.meeting.id}")][
        1:
    ]
    assert decide.action == f"/notes/{note.id}/actions?back=end.{cast.meeting.id}"

    answers = [browser.post(decide.action, data=dict(decide.fields)), browser.post(line.action, data={"text": "p95"})]

    assert [answer.location for answer in answers] == [f"{end}#settled"] * 2
    assert [one.text for one in queries.settled_in(cast.meeting, cast.aki).actions] == ["表を作る", "p95"]
    assert "p95" in browser.get(end).text


def test_a_line_that_is_refused_comes_back_as_it_was_typed(cast: Cast) -> None:
    go_to(after(cast.meeting, minutes=2))
    address, text = f"/meetings/{cast.meeting.id}/actions?back=end.{cast.meeting.id}", "あ" * 301

    answer = cast.browser(cast.aki).post(address, data={"text": text, "kind": "decision"})

    assert answer.status_code == 422
    assert f'value="{text}"' in answer.text
    assert f'action="{address}"' in answer.text


@pytest.mark.parametrize(("minutes", "who", "answer"), [(-1, "botan", 403), (1, "botan", 303), (1, "chika", 403)])
def test_one_more_line_is_taken_where_the_session_offers_it(cast: Cast, minutes: int, who: str, answer: int) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    go_to(cast.meeting.starts_at + timedelta(minutes=minutes))
    browser, address = cast.browser(getattr(cast, who)), f"/meetings/{cast.meeting.id}/actions"

    is_offered = f'action="{address}?' in browser.get(f"/meetings/{cast.meeting.id}/").text
    sent = browser.post(address, data={"kind": "action", "text": "Draw"}).status_code

    assert (is_offered, sent) == (answer == 303, answer)


@pytest.mark.parametrize(("name", "status"), [("Botan", 429), ("Aki", 303)])
def test_somebody_named_in_a_line_is_told_so_often_in_an_hour(cast: Cast, name: str, status: int) -> None:
    owner = {"Botan": cast.botan, "Aki": cast.aki}[name]
    for _ in range(MOST):
        giving.give(Place(cast.circle), Task("表を作る", owner), by=cast.aki, now=NOON)

    data = {"kind": "action", "text": f"@{name} p95も測る"}
    answer = cast.browser(cast.aki).post(f"/circles/{cast.circle.slug}/actions/", data=data)

    assert answer.status_code == status
    assert (status == 303) or data["text"] in answer.text


def test_a_line_is_kept_though_whom_it_names_leaves_at_that_moment(cast: Cast) -> None:
    leaves = f"UPDATE participation SET left_at = joined_at WHERE user_id = {cast.botan.id}"  # noqa: S608 -- a number
    with as_soon_as_owners_are_read(leaves):
        data = {"kind": "action", "text": "@Botan 表を作る"}
        answer = cast.browser(cast.aki).post(f"/circles/{cast.circle.slug}/actions/", data=data)

    [action] = queries.open_actions(cast.circle, cast.aki)
    assert (answer.status_code, action.text, action.owner_id) == (303, "表を作る", None)


@contextmanager
def as_soon_as_owners_are_read(change: str) -> Iterator[None]:
    """Change something right after whoever may have an action was read, as another request may."""

    def note(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if "chat_handle" in statement and "ORDER BY" in statement and "participation" in statement:
            connection.exec_driver_sql(change)

    event.listen(db.engine, "after_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", note)
