"""Another address for one's own account: asked for with the password, confirmed by a link in a mail to it."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from studyhub import clock
from studyhub.accounts import email_changes, members, resets, standing
from studyhub.accounts.gate import attempts
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.people.models import Token, TokenPurpose, User, UserState
from tests.accounts.browsing import GOOD, mails, secret_for, words
from tests.cast import CHEAP_HASHER, NOON, Cast
from tests.conftest import SECRET_KEY

NEW = "new@example.com"


@pytest.fixture(autouse=True)
def password(cast: Cast) -> None:
    cast.aki.password_hash = CHEAP_HASHER.hash(GOOD)


def ask(cast: Cast, email: str = NEW, present: str = GOOD) -> TestResponse:
    return cast.browser(cast.aki).post("/profile/address", data={"email": email, "present": present})


def link(cast: Cast) -> str:
    return f"/address/{secret_for(TokenPurpose.EMAIL_CHANGE, user=cast.aki)}"


def confirm(cast: Cast, address: str | None = None) -> TestResponse:
    return cast.browser(cast.aki).post(address or link(cast))


def test_nothing_changes_until_the_link_in_the_mail_to_the_new_address_is_followed(cast: Cast) -> None:
    ask(cast)
    assert cast.aki.email == "aki@example.com"
    assert mails() == [("address_confirmation", NEW), ("address_asked", "aki@example.com")]

    assert confirm(cast).status_code == 303

    assert cast.aki.email == NEW
    assert cast.browser().post("/sign-in", data={"email": NEW, "password": GOOD}).status_code == 303


def test_opening_the_link_changes_nothing_yet(cast: Cast) -> None:
    ask(cast)

    page = cast.browser(cast.aki).get(link(cast))

    assert (page.status_code, NEW in page.text) == (200, True)
    assert cast.aki.email == "aki@example.com"


def test_both_addresses_are_told_that_it_changed(cast: Cast) -> None:
    ask(cast)

    confirm(cast)

    assert ("address_changed", "aki@example.com") in mails()
    assert ("address_changed", None) in mails()


def test_an_address_is_told_each_time_it_changes(cast: Cast) -> None:
    for email in (NEW, "aki@example.com", NEW):
        email_changes.change(cast.aki, email, by=cast.admin, now=NOON)

    assert mails().count(("address_changed", NEW)) == 1
    assert mails().count(("address_changed", "aki@example.com")) == 2


@pytest.mark.parametrize("present", ["", "wrong password"])
def test_it_takes_the_present_password(cast: Cast, present: str) -> None:
    answer = ask(cast, present=present)

    assert (answer.status_code, f'value="{NEW}"' in answer.text) == (422, True)
    assert mails() == []


@pytest.mark.parametrize("email", ["", "no address", "aki@example.com", "ＡＫＩ@example.com"])
def test_what_is_no_other_address_is_refused(cast: Cast, email: str) -> None:
    assert ask(cast, email).status_code == 422


def test_the_answer_does_not_tell_whether_somebody_has_the_address(cast: Cast) -> None:
    def answers(email: str) -> tuple[int, str]:
        answer = ask(cast, email)
        return answer.status_code, words(cast.browser(cast.aki).get("/profile/address").text, email)

    assert answers("botan@example.com") == answers("nobody@example.com")


def test_an_address_that_is_taken_is_refused_when_it_is_confirmed(cast: Cast) -> None:
    ask(cast, "botan@example.com")

    answer = confirm(cast)

    assert answer.status_code == 409
    assert cast.aki.email == "aki@example.com"


def test_the_link_works_once(cast: Cast) -> None:
    ask(cast)
    address = link(cast)
    confirm(cast, address)

    assert confirm(cast, address).status_code == 404


def test_the_link_works_for_a_day(cast: Cast) -> None:
    ask(cast)
    address = link(cast)

    clock.start_at(NOON + timedelta(hours=24, minutes=1))

    assert cast.browser(cast.aki).get(address).status_code == 404
    assert confirm(cast, address).status_code == 404


def test_asking_again_ends_the_earlier_link(cast: Cast) -> None:
    ask(cast)
    earlier = link(cast)
    ask(cast, "newer@example.com")

    assert confirm(cast, earlier).status_code == 404
    confirm(cast)
    assert cast.aki.email == "newer@example.com"


def test_it_can_be_called_off(cast: Cast) -> None:
    ask(cast)
    address = link(cast)

    answer = cast.browser(cast.aki).post("/profile/address/delete")

    assert answer.status_code == 303
    assert confirm(cast, address).status_code == 404


def test_the_link_is_worth_nothing_for_whoever_signs_in_with_another_account(cast: Cast) -> None:
    ask(cast)

    assert cast.browser(cast.botan).post(link(cast)).status_code == 403
    assert cast.browser().get(link(cast)).status_code == 302
    assert (cast.aki.email, cast.botan.email) == ("aki@example.com", "botan@example.com")


def test_nobody_else_learns_the_address_of_the_page(cast: Cast) -> None:
    ask(cast)

    headers = cast.browser(cast.aki).get(link(cast)).headers

    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_many_wrong_links_are_slowed_down(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    for _ in range(attempts.NETWORK_LIMIT):
        assert browser.get("/address/wrong").status_code == 404

    assert browser.get("/address/wrong").status_code == 429


def test_whoever_asks_too_often_waits(cast: Cast) -> None:
    for number in range(email_changes.ASKED_IN_AN_HOUR):
        assert ask(cast, f"new{number}@example.com").status_code == 303

    assert ask(cast).status_code == 429
    clock.start_at(NOON + timedelta(hours=1, minutes=1))
    assert ask(cast).status_code == 303


@pytest.mark.parametrize("ending", ["password", "suspension", "address"])
def test_the_link_ends_with_a_new_password_a_suspension_or_another_address(cast: Cast, ending: str) -> None:
    ask(cast)
    if ending == "password":
        resets.set_password(cast.aki, CHEAP_HASHER.hash(GOOD), now=NOON)
    elif ending == "suspension":
        standing.move(cast.aki, UserState.SUSPENDED, by=cast.admin, now=NOON)
    else:
        email_changes.change(cast.aki, "given@example.com", by=cast.admin, now=NOON)
    db.session.commit()

    with pytest.raises(email_changes.ChangeGone):
        email_changes.confirm(secret_for(TokenPurpose.EMAIL_CHANGE, user=cast.aki), cast.aki, now=NOON)


def test_links_that_were_sent_to_the_address_before_end(cast: Cast) -> None:
    resets.issue(cast.aki, by=None, key=SECRET_KEY, now=NOON)
    ask(cast)

    confirm(cast)

    reset = secret_for(TokenPurpose.RESET, user=cast.aki)
    assert cast.browser().get(f"/reset/{reset}").status_code == 404


def test_without_mail_an_administrator_has_the_link(cast: Cast) -> None:
    ask(cast)

    assert link(cast) in cast.browser(cast.admin).get(f"/people/{cast.aki.id}/").text
    assert link(cast) not in cast.browser(cast.botan).get(f"/people/{cast.aki.id}/").text
    assert link(cast) not in cast.browser(cast.aki).get("/profile/address").text


def test_what_was_done_is_written_down_without_the_address(cast: Cast) -> None:
    ask(cast)
    confirm(cast)

    events = db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert [event.action for event in events] == ["user.address_changed", "user.address_asked"]
    assert NEW not in str([(event.before, event.after) for event in events])


def test_an_address_of_an_account_that_became_part_of_mine_is_mine_to_take(cast: Cast) -> None:
    former = cast.person("Former", state=UserState.LEFT, merged_into_id=cast.aki.id)

    email_changes.change(cast.aki, "former@example.com", by=cast.admin, now=NOON)

    assert (cast.aki.email, former.email) == ("former@example.com", "aki@example.com")


def test_an_address_of_an_account_that_became_part_of_anothers_is_taken(cast: Cast) -> None:
    cast.person("Former", state=UserState.LEFT, merged_into_id=cast.botan.id)

    with pytest.raises(members.EmailTaken):
        email_changes.change(cast.aki, "former@example.com", by=cast.admin, now=NOON)


def test_the_link_is_in_no_row_of_the_database(cast: Cast) -> None:
    ask(cast)
    secret = secret_for(TokenPurpose.EMAIL_CHANGE, user=cast.aki)

    rows = [*db.session.scalars(db.select(Token)), *db.session.scalars(db.select(OutboxMessage))]

    assert secret not in str([vars(row) for row in rows])
    assert db.session.scalars(db.select(User.id).where(User.email == NEW)).all() == []
