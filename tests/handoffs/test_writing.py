"""Handing over at the end of a shift: who may, from when on and until when, and what is kept of what was typed."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.handoffs import queries, writing
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.writing import ChangedMeanwhile, NotYours, TooEarly, TooLate, Words
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from tests.cast import Cast
from tests.handoffs.conftest import HOUR, before_the_end, swap_over

BURNS = Words("cart-api の接続数が高めです", "95% を超えたら", "<p>95% を超えたら</p>")


def test_whoever_has_the_shift_says_what_burns_in_one_line(cast: Cast, night: Shift, author: User) -> None:
    before_the_end(night)
    typed = {"burns": "ディスクが残り 8%", "body": "**明日**まで持ちます"}

    answer = cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}", data=typed)

    assert answer.status_code == 303
    [handoff] = db.session.scalars(queries.handoffs())
    assert (handoff.author_id, handoff.starts_at, handoff.ends_at) == (author.id, night.starts_at, night.ends_at)
    assert (handoff.head.burns, handoff.head.html) == (
        "ディスクが残り 8%",
        "<p><strong>明日</strong>まで持ちます</p>\n",
    )


def test_that_nothing_burns_is_one_press(cast: Cast, night: Shift, author: User) -> None:
    before_the_end(night)
    browser = cast.browser(author)

    for _press in range(2):
        assert browser.post(f"/oncall/handoffs/shifts/{night.id}/quiet").status_code == 303

    [handoff] = db.session.scalars(queries.handoffs())
    assert not handoff.is_burning


def test_the_one_press_leaves_what_was_written(cast: Cast, night: Shift, author: User) -> None:
    now = before_the_end(night)
    writing.write(night, BURNS, by=author, now=now)

    cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}/quiet")

    [handoff] = db.session.scalars(queries.handoffs())
    assert handoff.head.burns == BURNS.burns


@pytest.mark.parametrize(("minutes", "refused"), [(-61, TooEarly), (-60, None), (719, None), (720, TooLate)])
def test_it_is_written_from_an_hour_before_the_end_until_twelve_hours_after(
    night: Shift, author: User, minutes: int, refused: type[Exception] | None
) -> None:
    now = night.ends_at + timedelta(minutes=minutes)

    if refused:
        with pytest.raises(refused):
            writing.write(night, BURNS, by=author, now=now)
    else:
        assert writing.write(night, BURNS, by=author, now=now).written_at == now


def test_nobody_hands_over_for_another(night: Shift, next_one: User) -> None:
    with pytest.raises(NotYours):
        writing.write(night, BURNS, by=next_one, now=night.ends_at)


def test_the_secondary_one_may_write_too(night: Shift, crew: list[User]) -> None:
    rows = db.select(Shift).where(Shift.starts_at == night.starts_at, Shift.role == Role.SECONDARY)
    beside = db.session.scalars(rows).one()
    assert beside.user is not None

    written = writing.write(beside, BURNS, by=beside.user, now=night.ends_at)

    assert written.shift_id == beside.id


def test_hours_given_away_hand_over_to_the_rest(night: Shift, author: User, next_one: User) -> None:
    taken = swap_over(night, next_one, begins=3, lasts=12)
    ends_at = taken.starts_at

    first = writing.write(night, BURNS, by=author, now=ends_at)
    second = writing.write(night, BURNS, by=next_one, now=night.ends_at)

    assert (first.starts_at, first.ends_at) == (night.starts_at, ends_at)
    assert (second.starts_at, second.ends_at) == (ends_at, night.ends_at)


def test_who_gave_the_last_hours_away_does_not_write_for_them(night: Shift, author: User, next_one: User) -> None:
    swap_over(night, next_one, begins=0, lasts=15)

    with pytest.raises(NotYours):
        writing.write(night, BURNS, by=author, now=night.ends_at)


@pytest.mark.parametrize(("hours", "status"), [(-2, 422), (0, 303), (13, 422)])
def test_what_is_typed_too_early_or_too_late_stays_in_the_form(
    cast: Cast, night: Shift, author: User, hours: int, status: int
) -> None:
    clock.start_at(night.ends_at + hours * HOUR)

    answer = cast.browser(author).post(
        f"/oncall/handoffs/shifts/{night.id}", data={"burns": "ディスク", "body": "長文"}
    )

    assert answer.status_code == status
    if status == 422:
        assert 'value="ディスク"' in answer.text
        assert "長文</textarea>" in answer.text
        assert db.session.scalars(queries.handoffs()).all() == []


def test_what_is_typed_for_hours_that_another_took_stays_in_the_form(
    cast: Cast, night: Shift, author: User, next_one: User
) -> None:
    before_the_end(night)
    swap_over(night, next_one, begins=0, lasts=15)

    answer = cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}", data={"burns": "ディスク"})

    assert answer.status_code == 403
    assert 'value="ディスク"' in answer.text
    assert "この時間の当番は、あなたではありません" in answer.text


@pytest.mark.parametrize("typed", [{"burns": "長" * 201}, {"body": "長" * 4_001}, {"service_ids": "99999"}])
def test_what_is_too_long_or_unknown_is_refused_with_what_was_typed(
    cast: Cast, night: Shift, author: User, typed: dict[str, str]
) -> None:
    before_the_end(night)

    answer = cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}", data={"body": "残る"} | typed)

    assert answer.status_code == 422
    assert ("長" * 201 if "burns" in typed else typed.get("body", "残る")) in answer.text
    assert db.session.scalars(queries.handoffs()).all() == []


def test_control_characters_are_taken_out(cast: Cast, night: Shift, author: User) -> None:
    before_the_end(night)

    cast.browser(author).post(
        f"/oncall/handoffs/shifts/{night.id}", data={"burns": "a\x00b\u202ec\nd", "body": "x\x00y"}
    )

    [handoff] = db.session.scalars(queries.handoffs())
    assert (handoff.head.burns, handoff.head.body) == ("abc d", "xy")


def test_its_author_changes_it_and_the_earlier_text_stays(cast: Cast, night: Shift, author: User) -> None:
    now = before_the_end(night)
    handoff = writing.write(night, BURNS, by=author, now=now)

    cast.browser(author).post(f"/oncall/handoffs/{handoff.id}/edit", data={"burns": "", "body": "", "base": "1"})

    assert not handoff.is_burning
    assert [text.burns for text in queries.texts_of(handoff)] == ["", BURNS.burns]
    assert BURNS.burns in cast.browser(cast.chika).get(f"/oncall/handoffs/{handoff.id}/").text


def test_what_was_changed_in_another_tab_is_shown_beside_what_was_typed(cast: Cast, night: Shift, author: User) -> None:
    now = before_the_end(night)
    handoff = writing.write(night, BURNS, by=author, now=now)
    writing.rewrite(handoff, Words("別のタブ"), base=1, by=author, now=now)

    answer = cast.browser(author).post(f"/oncall/handoffs/{handoff.id}/edit", data={"burns": "このタブ", "base": "1"})

    assert answer.status_code == 422
    assert "別のタブ" in answer.text
    assert 'value="このタブ"' in answer.text
    assert handoff.head_number == 2


def test_a_second_tab_that_writes_the_first_text_loses_neither(cast: Cast, night: Shift, author: User) -> None:
    now = before_the_end(night)
    handoff = writing.write(night, BURNS, by=author, now=now)
    browser = cast.browser(author)

    answer = browser.post(f"/oncall/handoffs/shifts/{night.id}", data={"burns": "このタブ"})

    assert answer.status_code == 422
    assert BURNS.burns in answer.text
    assert 'value="このタブ"' in answer.text
    assert browser.post(f"/oncall/handoffs/{handoff.id}/edit", data={"burns": "両方", "base": "1"}).status_code == 303
    assert handoff.head.burns == "両方"


def test_twelve_hours_after_the_end_it_is_fixed(cast: Cast, night: Shift, author: User) -> None:
    handoff = writing.write(night, BURNS, by=author, now=night.ends_at)
    clock.start_at(night.ends_at + 12 * HOUR)

    answer = cast.browser(author).post(f"/oncall/handoffs/{handoff.id}/edit", data={"burns": "新しい", "base": "1"})

    assert answer.status_code == 422
    assert 'value="新しい"' in answer.text
    assert handoff.head.burns == BURNS.burns


def test_the_form_begins_with_what_burnt_before(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    writing.write(night, BURNS, by=author, now=night.ends_at)
    before_the_end(next_night)

    page = cast.browser(next_one).get(f"/oncall/handoffs/shifts/{next_night.id}/new").text

    assert f'value="{BURNS.burns}"' in page


def test_a_hand_off_is_of_its_hours_though_their_border_moved(night: Shift, author: User) -> None:
    now = night.ends_at - HOUR
    handoff = writing.write(night, BURNS, by=author, now=now)
    night.ends_at += HOUR

    with pytest.raises(ChangedMeanwhile):
        writing.write(night, BURNS, by=author, now=now + HOUR)

    assert db.session.scalars(db.select(Handoff)).all() == [handoff]
