"""A person's own feed, at an address that is as good as a password."""

import json
import logging
import re
from datetime import timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.notes.releases import releasing
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.models import UserState
from studyhub.publishing.models import FeedFile
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY
from tests.publishing.served import CANARY, FORMATS, approved, edited, facts, my, shared


def titles(cast: Cast, address: str) -> list[str]:
    """What a reader gets at an address, without signing in."""
    return [item["title"] for item in json.loads(cast.browser().get(address).data)["items"]]


@pytest.mark.parametrize("form", FORMATS)
def test_headers_keep_it_private(cast: Cast, form: str) -> None:
    shared(cast)

    headers = cast.browser().get(my(cast.aki, f"notes.{form}")).headers

    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not {"Set-Cookie", "Vary"} & {*headers.keys()}


def test_it_holds_what_is_shared_inside(cast: Cast) -> None:
    shared(cast, title="Shared")

    assert titles(cast, my(cast.chika, "notes.json")) == ["Shared"]


def test_it_holds_the_newest_text_even_before_its_release(cast: Cast) -> None:
    note = shared(cast)
    approved(cast, note, NOON + timedelta(hours=2))
    edited(cast, note, "新しい文章", at=NOON + timedelta(hours=3))

    assert "新しい文章" in cast.browser().get(my(cast.aki, "notes.json")).text


def test_it_holds_nothing_of_circles_one_may_not_see(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    shared(cast, title="For participants")

    assert titles(cast, my(cast.chika, "notes.json")) == []
    assert titles(cast, my(cast.botan, "notes.json")) == ["For participants"]


def test_a_note_made_a_draft_again_is_gone_at_the_next_fetch(cast: Cast) -> None:
    note = shared(cast)
    address = my(cast.aki, "notes.json")
    assert titles(cast, address) == ["ノート 1"]

    releasing.unshare(note, by=cast.aki, now=NOON + timedelta(hours=2))

    assert titles(cast, address) == []


def test_internal_parts_stay_on_the_page_which_is_linked(cast: Cast) -> None:
    note = shared(cast)
    shared(cast, 2, source="何も隠していない")

    plain, cut = json.loads(cast.browser().get(my(cast.aki, "notes.json")).data)["items"]

    link = f'<p><a href="http://localhost/notes/{note.id}/">社内限りの部分は省いています。続きはノートのページで読めます。</a></p>'
    assert CANARY not in cut["content_html"]
    assert cut["content_html"].endswith(link)
    assert "社内限り" not in plain["content_html"]


@pytest.mark.parametrize("form", FORMATS)
def test_token_stands_only_in_the_feeds_own_address(cast: Cast, form: str) -> None:
    shared(cast, source="[これ](/my/1-x/notes.rss)", title="/my/1-x/notes.rss")
    address = my(cast.aki, f"notes.{form}")
    token = address.split("/")[2]

    body = cast.browser().get(address).text

    places = re.findall(rf"\S*{token}\S*", body)
    assert f"http://localhost{address}" in places[0]
    # Atom names its own address twice: as id and as self.
    assert len(places) == (2 if form == "atom" else 1)


def test_kept_bytes_reveal_no_token(cast: Cast) -> None:
    shared(cast)
    address = my(cast.aki, "notes.atom")
    cast.browser().get(address)

    [kept] = db.session.scalars(db.select(FeedFile))

    token = address.split("/")[2]
    assert token not in kept.key
    assert token.encode() not in kept.body


def test_what_stands_for_the_token_opens_nothing(cast: Cast) -> None:
    stand_in = addresses.stand_in(cast.aki, key=SECRET_KEY)

    for file in ("notes.rss", "calendar.ics"):
        assert cast.browser().get(f"/my/{stand_in}/{file}").status_code == 404


def test_token_is_in_no_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    address = my(cast.aki, "notes.rss")

    with caplog.at_level(logging.DEBUG):
        cast.browser().get(address)

    assert caplog.records
    assert not any(address.split("/")[2] in str(vars(record)) for record in caplog.records)


def test_token_carries_128_bits(cast: Cast) -> None:
    _person, _, secret = my(cast.aki, "").split("/")[2].partition("-")

    assert re.fullmatch("[a-z2-7]{26}", secret)


def test_wrong_revoked_and_left_are_the_same_404(cast: Cast) -> None:
    right = my(cast.aki, "notes.rss")
    revoked = my(cast.botan, "notes.rss")
    left = my(cast.chika, "notes.rss")
    other_purpose = my(cast.aki, "notes.rss", Purpose.CALENDAR)
    addresses.renew(cast.botan, Purpose.FEED)
    cast.chika.move_to(UserState.LEFT)
    wrong = [right.replace("-", "-a", 1), "/my/x/notes.rss", "/my/999-" + "a" * 26 + "/notes.rss", "/my/1-é/notes.rss"]

    answers = [cast.browser().get(address) for address in (revoked, left, other_purpose, *wrong)]

    pages = {re.sub(r"\S*(?:notes\.rss|csrf_token)\S*(?: value=\S+)?", "", answer.text) for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(pages) == 1


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT])
def test_whoever_is_out_reads_no_more(cast: Cast, state: UserState) -> None:
    address = my(cast.botan, "notes.rss")
    assert cast.browser().get(address).status_code == 200

    cast.botan.move_to(state)

    assert cast.browser().get(address).status_code == 404


def test_somebody_elses_secret_opens_nothing(cast: Cast) -> None:
    aki, botan = (my(user, "notes.rss").split("/")[2] for user in (cast.aki, cast.botan))

    mixed = f"{aki.split('-')[0]}-{botan.split('-')[1]}"

    assert cast.browser().get(f"/my/{mixed}/notes.rss").status_code == 404


def test_same_address_is_shown_every_time(cast: Cast) -> None:
    address = my(cast.aki, "notes.atom")
    browser = cast.browser(cast.aki)

    pages = [browser.get(page).text for page in ("/profile/", "/feeds/", "/profile/")]

    assert all(f"http://localhost{address}" in page for page in pages)


@pytest.mark.parametrize(("purpose", "file"), [("feed", "notes.rss"), ("calendar", "calendar.ics")])
def test_a_new_address_ends_the_old_one_and_no_other(cast: Cast, purpose: str, file: str) -> None:
    old = my(cast.aki, file, Purpose(purpose))
    other = my(cast.botan, file, Purpose(purpose))

    answer = cast.browser(cast.aki).post(f"/profile/addresses/{purpose}/renewal")

    new = my(cast.aki, file, Purpose(purpose))
    assert (answer.status_code, answer.location) == (303, "/profile/#private-addresses")
    assert [cast.browser().get(address).status_code for address in (old, new, other)] == [404, 200, 200]


def test_visitors_renew_nothing(cast: Cast) -> None:
    assert cast.browser().post("/profile/addresses/feed/renewal").status_code == 401


def test_who_waits_to_be_accepted_has_no_private_address(cast: Cast) -> None:
    waiting = cast.person("Dai", state=UserState.PENDING)
    address = my(waiting, "notes.rss")

    page = cast.browser(waiting).get("/profile/").text

    assert "/my/" not in page
    assert cast.browser().get(address).status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_written_is_the_same_bytes_tag_and_date(cast: Cast, form: str) -> None:
    shared(cast)
    address = my(cast.aki, f"notes.{form}")
    first = facts(cast.browser().get(address))
    db.session.execute(db.delete(FeedFile))

    assert facts(cast.browser().get(address)) == first


def test_who_has_the_tag_gets_304(cast: Cast) -> None:
    shared(cast)
    address = my(cast.aki, "notes.rss")
    tag = cast.browser().get(address).headers["ETag"]

    answer = cast.browser().get(address, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_it_speaks_the_persons_language(cast: Cast) -> None:
    cast.aki.language = "en"

    feed = json.loads(cast.browser().get(my(cast.aki, "notes.json")).data)

    assert (feed["language"], feed["title"]) == ("en", "Example: notes shared inside")
