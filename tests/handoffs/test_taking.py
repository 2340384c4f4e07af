"""At the beginning of the next shift what was handed over is shown, and whoever has it says that it arrived."""

from studyhub import clock
from studyhub.db import db
from studyhub.handoffs import taking, writing
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.writing import Words
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.services.models import Service
from tests.cast import Cast
from tests.handoffs.conftest import HOUR, before_the_end, swap_over

BURNS = Words("cart-api の接続数が高めです")
WAITS = "引き継ぎ:cart-api の接続数が高めです"


def handed(night: Shift, author: User) -> Handoff:
    return writing.write(night, BURNS, by=author, now=night.ends_at)


def test_it_waits_at_home_of_whoever_begins_until_they_take_it(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    handoff = handed(night, author)
    clock.start_at(next_night.starts_at)
    browser = cast.browser(next_one)
    assert WAITS in browser.get("/").text

    browser.post(f"/oncall/handoffs/{handoff.id}/receipt")

    assert WAITS not in browser.get("/").text
    assert handoff.taken_by_id == next_one.id
    assert f"{next_one.name} ・" in cast.browser(author).get(f"/oncall/handoffs/{handoff.id}/").text
    assert "✓ 受け取り済み" in cast.browser(author).get(f"/oncall/shifts/{night.id}/").text


def test_it_waits_for_twelve_hours_and_for_nobody_else(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User, crew: list[User]
) -> None:
    handed(night, author)
    clock.start_at(next_night.starts_at + 11 * HOUR)
    others = [user for user in crew if user.id not in {next_one.id, author.id}]

    assert WAITS in cast.browser(next_one).get("/").text
    clock.start_at(next_night.starts_at + 12 * HOUR)
    assert WAITS not in cast.browser(next_one).get("/").text
    assert all(
        WAITS not in cast.browser(user).get("/").text
        for user in others
        if not taking.brought(user, now=next_night.starts_at)
    )


def test_whoever_took_the_next_hours_over_receives_it(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    handoff = handed(night, author)
    swap_over(next_night, cast.chika, begins=0, lasts=3)
    clock.start_at(next_night.starts_at)

    assert cast.browser(next_one).post(f"/oncall/handoffs/{handoff.id}/receipt").status_code == 403
    assert cast.browser(cast.chika).post(f"/oncall/handoffs/{handoff.id}/receipt").status_code == 303
    assert handoff.taken_by_id == cast.chika.id


def test_the_rest_of_a_night_is_handed_over_in_the_middle(cast: Cast, night: Shift, author: User) -> None:
    taken = swap_over(night, cast.chika, begins=3, lasts=12)
    handoff = writing.write(night, BURNS, by=author, now=taken.starts_at - HOUR)

    assert taking.brought(cast.chika, now=taken.starts_at) == [handoff]


def test_taking_it_twice_leaves_the_first(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    handoff = handed(night, author)
    taking.take(handoff, by=next_one, now=next_night.starts_at)

    taking.take(handoff, by=next_one, now=next_night.starts_at + HOUR)

    assert handoff.taken_at == next_night.starts_at


def test_a_text_that_changed_is_to_be_taken_again(
    night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    handoff = handed(night, author)
    taking.take(handoff, by=next_one, now=next_night.starts_at)

    writing.rewrite(handoff, Words("もう一つ燃えています"), base=1, by=author, now=next_night.starts_at + HOUR)

    assert taking.brought(next_one, now=next_night.starts_at + HOUR) == [handoff]


def test_saving_the_same_text_again_leaves_it_taken(
    night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    handoff = handed(night, author)
    taking.take(handoff, by=next_one, now=next_night.starts_at)

    writing.rewrite(handoff, BURNS, base=1, by=author, now=next_night.starts_at + HOUR)

    assert handoff.taken_by_id == next_one.id


def test_now_and_both_shifts_show_it(cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User) -> None:
    handed(night, author)
    clock.start_at(next_night.starts_at + HOUR)
    browser = cast.browser(cast.chika)

    pages = [
        browser.get(path).text for path in ("/oncall/", *(f"/oncall/shifts/{one.id}/" for one in (night, next_night)))
    ]

    assert [BURNS.burns in page for page in pages] == [True] * 3


def test_a_service_shows_what_burns_there_and_nothing_that_is_quiet(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    service = db.session.scalars(db.select(Service)).one()
    writing.write(night, Words("接続数が高い", service_ids=[service.id]), by=author, now=night.ends_at)
    writing.write(next_night, Words(body="静かでした", service_ids=[service.id]), by=next_one, now=next_night.ends_at)
    clock.start_at(next_night.ends_at)
    browser = cast.browser(cast.chika)

    page = browser.get(f"/services/{service.id}/").text

    assert page.count("引き継ぎを読む") == 1
    assert "接続数が高い" in page
    assert browser.get(f"/oncall/handoffs/?service={service.id}").text.count("引き継ぎを読む") == 2


def test_the_end_of_a_shift_asks_at_home_and_on_the_pages_of_duty(cast: Cast, night: Shift, author: User) -> None:
    before_the_end(night, 61)
    browser = cast.browser(author)
    paths = ("/", "/oncall/", f"/oncall/shifts/{night.id}/")
    assert not any("引き継ぎを書く" in browser.get(path).text for path in paths)

    before_the_end(night, 60)

    assert all("引き継ぎを書く" in browser.get(path).text for path in paths)
    browser.post(f"/oncall/handoffs/shifts/{night.id}/quiet")
    assert not any("引き継ぎを書く" in browser.get(path).text for path in paths)


def test_visitors_read_nothing(cast: Cast, night: Shift, author: User) -> None:
    handoff = handed(night, author)

    answers = [cast.browser().get(path) for path in ("/oncall/handoffs/", f"/oncall/handoffs/{handoff.id}/")]

    assert [answer.status_code for answer in answers] == [302, 302]
