"""Taking over a list of people, in the browser and in the terminal."""

import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import html
from werkzeug.test import TestResponse, encode_multipart

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.people.models import Device, User, UserState
from studyhub.people.rosters.roster import read_bytes
from studyhub.teams import enrolment
from studyhub.teams.queries import memberships_of
from studyhub.text.sheets import MAX_BYTES
from studyhub.web.guards.confirming import CONFIRMED_LASTS, FIELD
from tests.cast import NOON, PASSWORD, Browser, Cast

SAMPLE = Path(__file__).parent.parent / "data" / "people.csv"
LIST = "name,email,team\nDai,dai@example.com,Ops\n"


def preview(browser: Browser, data: bytes) -> tuple[int, str]:
    answer = browser.post("/people/import/preview", data={"file": (io.BytesIO(data), "people.csv")})
    return answer.status_code, answer.text


def carried_text(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>\s?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def people_count() -> int:
    count: int = db.session.scalars(db.select(db.func.count()).select_from(User)).one()
    return count


def test_the_preview_changes_nothing(cast: Cast) -> None:
    before = people_count()

    status, page = preview(cast.browser(cast.admin), SAMPLE.read_bytes())

    assert status == 200
    assert "大槻 遥" in page
    assert people_count() == before


def test_the_press_takes_over_what_was_previewed(cast: Cast) -> None:
    admin = cast.browser(cast.admin)
    before = people_count()
    _, page = preview(admin, SAMPLE.read_bytes())

    answer = admin.post("/people/import/", data={"text": carried_text(page)})

    assert answer.status_code == 303
    assert people_count() == before + 40
    otsuki = db.session.scalars(db.select(User).filter_by(email="otsuki.haruka@example.com")).one()
    assert (otsuki.kana, otsuki.chat_handle, str(otsuki.joined_on)) == ("おおつき はるか", "@otsuki", "2016-04-01")
    assert (otsuki.state, otsuki.password_hash, otsuki.confirmed_at) == (UserState.ACTIVE, None, None)


def send(browser: Browser, path: str, fields: dict[str, str]) -> TestResponse:
    """Send a form in parts; the client's own way leaves a file open for whatever is large."""
    boundary, body = encode_multipart(fields)
    return browser.post(path, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def test_a_list_as_large_as_is_taken_goes_on_past_the_password(cast: Cast) -> None:
    """It names more people than are taken at once, so that nobody has to wait for as many accounts."""
    admin = cast.browser(cast.admin)
    cast.admin.password_hash = passwords.hashed(PASSWORD)
    lines = "".join(f"大槻 遥,{n}@example.com,サイトリライアビリティエンジニアリング部\n" for n in range(10_900))
    text = f"name,email,team\n{lines}"
    size = len(text.encode())
    db.session.execute(db.update(Device).values(confirmed_at=NOON - CONFIRMED_LASTS))
    db.session.commit()

    asked = send(admin, "/people/import/", {"text": text})
    pages: Any = html.fromstring(asked.text).xpath("//main//form")
    [form] = pages
    typed = {name: value.removeprefix("\n") for name, value in form.form_values()} | {FIELD: PASSWORD}
    taken = send(admin, form.action, typed)

    assert form.get("enctype") == "multipart/form-data"
    assert 0.95 * MAX_BYTES < size <= MAX_BYTES
    assert (asked.status_code, taken.status_code) == (401, 422)
    assert "5000人を超えています" in taken.text


def test_twice_changes_nothing(cast: Cast) -> None:
    people = read_bytes(SAMPLE.read_bytes()).people
    enrolment.enrol(people, by=cast.admin, now=NOON)

    second = enrolment.enrol(people, by=cast.admin, now=NOON)

    assert (len(second.new), len(second.changed), second.unchanged_count, second.new_teams) == (0, 0, 40, [])


def test_teams_are_made_once_and_the_first_is_primary(cast: Cast) -> None:
    text = b"name,email,team\nDai,dai@example.com,Ops;MINNE\n"

    enrolment.enrol(read_bytes(text).people, by=cast.admin, now=NOON)

    dai = db.session.scalars(db.select(User).filter_by(email="dai@example.com")).one()
    rows = db.session.scalars(memberships_of(dai))
    assert [(row.team.name, row.is_primary) for row in rows] == [("Ops", True), ("minne", False)]


def test_an_empty_cell_changes_nothing(cast: Cast) -> None:
    cast.aki.chat_handle = "@aki"

    done = enrolment.enrol(read_bytes(b"name,email,slack\nAki,aki@example.com,\n").people, by=cast.admin, now=NOON)

    assert (cast.aki.chat_handle, done.unchanged_count) == ("@aki", 1)


def test_whoever_was_invited_becomes_a_member(cast: Cast) -> None:
    cast.botan.state = UserState.INVITED

    enrolment.enrol(read_bytes(b"name,email\nBotan,botan@example.com\n").people, by=cast.admin, now=NOON)

    assert cast.botan.state is UserState.ACTIVE


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT])
def test_whoever_is_shut_out_is_not_let_in_by_a_list(cast: Cast, state: UserState) -> None:
    cast.botan.state = state
    before = people_count()

    status, page = preview(cast.browser(cast.admin), (LIST + "Botan,botan@example.com,\n").encode())

    assert status == 422
    assert "Botan" in page
    answer = cast.browser(cast.admin).post("/people/import/", data={"text": LIST + "Botan,botan@example.com,\n"})
    assert (answer.status_code, people_count()) == (422, before)


def test_one_bad_line_holds_up_all(cast: Cast) -> None:
    before = people_count()

    status, page = preview(cast.browser(cast.admin), (LIST + "Emi,no address,\n").encode())
    answer = cast.browser(cast.admin).post("/people/import/", data={"text": LIST + "Emi,no address,\n"})

    assert status == 422
    assert "no address" in page
    assert (answer.status_code, people_count()) == (422, before)


def test_without_a_file_the_page_says_so(cast: Cast) -> None:
    assert cast.browser(cast.admin).post("/people/import/preview", data={}).status_code == 422


@pytest.mark.parametrize("name", ["people.exe", "people.csv.html", "people", "csv", ".csv/x", "people.xlsx"])
def test_a_file_of_another_kind_is_refused_whatever_is_in_it(cast: Cast, name: str) -> None:
    sent = {"file": (io.BytesIO(LIST.encode()), name)}

    answer = cast.browser(cast.admin).post("/people/import/preview", data=sent)

    assert answer.status_code == 422
    assert "dai@example.com" not in answer.text


def test_the_ending_may_be_written_large(cast: Cast) -> None:
    sent = {"file": (io.BytesIO(LIST.encode()), "PEOPLE.CSV")}

    assert cast.browser(cast.admin).post("/people/import/preview", data=sent).status_code == 200


def test_the_new_ones_are_invited_on_request(cast: Cast) -> None:
    admin = cast.browser(cast.admin)
    admin.post("/people/import/", data={"text": LIST, "invite": "y"})

    assert "dai@example.com" in admin.get("/people/invitations/").text


def test_the_terminal_takes_over_the_same_list(app: Flask, cast: Cast) -> None:
    runner = app.test_cli_runner()

    first = runner.invoke(args=["people", "import", str(SAMPLE)])
    second = runner.invoke(args=["people", "import", str(SAMPLE)])

    assert first.exit_code == 0, first.output
    assert first.output.startswith("Taken over: 40 new, 0 changed, 0 as before; new teams: ")
    assert second.output == "Taken over: 0 new, 0 changed, 40 as before.\n"


def test_the_terminal_names_each_bad_line(app: Flask, cast: Cast, tmp_path: Path) -> None:
    bad = tmp_path / "people.csv"
    bad.write_text("name,email\nDai,dai@example.com\n,x@example.com\nEmi,bad\n")

    done = app.test_cli_runner().invoke(args=["people", "import", str(bad)])

    assert done.exit_code == 1
    assert "Line 3: The name is missing." in done.output
    assert "Line 4: Not an e-mail address: bad" in done.output


def test_the_terminal_lists_people(app: Flask, cast: Cast) -> None:
    done = app.test_cli_runner().invoke(args=["people", "list"])

    assert "ado@example.com\tAdo\tactive\tadministrator" in done.output.splitlines()
