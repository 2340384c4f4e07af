"""The page of one shift: asked, answered and undone by buttons; what is refused keeps what was typed."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from studyhub import clock
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps import answering, asking, deadlines, held, unanswered
from studyhub.rota.swaps import queries as queries_of_swaps
from studyhub.rota.swaps.finding import candidates, exchanging
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.messages import KINDS
from studyhub.rota.swaps.models import Swap
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast

FURTHER = timedelta(days=14)
CONFIRMED = 'name="rest_of" value="([0-9]+)"'


@pytest.fixture(autouse=True)
def _at_noon(night: Shift) -> None:
    clock.start_at(NOON)


def address(night: Shift) -> str:
    return f"/oncall/shifts/{night.id}/"


def holder(night: Shift) -> list[int | None]:
    db.session.expire_all()
    return [duty.user_id for duty in held.of_shift(night)]


def test_a_night_is_given_away_by_one_press_and_taken_by_one(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    mine, theirs = cast.browser(giver), cast.browser(able[0])

    page = mine.get(address(night)).text
    asked = mine.post(f"{address(night)}swaps", data={"giver": giver.id, "way": "give", "person": able[0].id})
    home = theirs.get("/").text
    swap = db.session.scalars(select(Swap)).one()
    taken = theirs.post(f"/oncall/swaps/{swap.id}/acceptance")

    assert page.index(able[0].name) < page.index(able[1].name)
    assert (asked.status_code, taken.status_code) == (303, 303)
    assert f'action="/oncall/swaps/{swap.id}/acceptance"' in home
    assert holder(night) == [able[0].id]
    assert f'action="/oncall/swaps/{swap.id}/acceptance"' not in theirs.get("/").text
    assert f'action="/oncall/swaps/{swap.id}/undo"' in mine.get(address(night)).text


def test_whose_answer_is_awaited_stands_beside_ones_night_until_they_answered(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    mine, awaited = cast.browser(giver), f"{able[0].name}さんの返事を待っています"
    asked = mine.post(f"{address(night)}swaps", data={"giver": giver.id, "way": "give", "person": able[0].id})
    swap = db.session.scalars(select(Swap)).one()

    waiting = [mine.get(page).text for page in ("/", "/oncall/")]
    cast.browser(able[0]).post(f"/oncall/swaps/{swap.id}/decline")
    answered = [mine.get(page).text for page in ("/", "/oncall/")]

    assert asked.status_code == 303
    assert [awaited in page for page in (*waiting, *answered)] == [True, True, False, False]
    assert ["代わりを頼む" in page for page in (waiting[1], answered[1])] == [False, True]


def test_whoever_has_several_parts_of_a_night_reads_which_one_they_would_give(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    since, until = (night.starts_at + timedelta(hours=hours) for hours in (3, 6))
    swap = asking.ask(Hours(night, since, until), giver, [able[0]], by=giver, now=NOON)
    browser, said = cast.browser(giver), "譲る時間:12月7日(月) 19:00–22:00"
    before = browser.get(address(night)).text

    answering.accept(swap, able[0], now=NOON)
    db.session.commit()

    after = browser.get(address(night)).text
    assert (said in before, said in after) == (False, True)


def test_an_answer_is_awaited_of_nobody_once_everybody_asked_declined(
    cast: Cast, hours: Hours, giver: User, able: list[User], night: Shift
) -> None:
    swap = asking.ask(hours, giver, [able[0]], by=giver, now=NOON)
    db.session.commit()
    browser = cast.browser(giver)
    before = browser.get(address(night)).text

    answering.decline(swap, able[0], now=NOON)
    db.session.commit()

    after = browser.get(address(night)).text
    assert ("返事の期限" in before, "返事の期限" in after) == (True, False)


def test_whoever_was_asked_is_not_offered_again_and_asked_from_an_older_page_it_says_that_they_cannot(
    cast: Cast, hours: Hours, giver: User, able: list[User], night: Shift
) -> None:
    swap = asking.ask(hours, giver, able[:1], by=giver, now=NOON)
    answering.decline(swap, able[0], now=NOON)
    db.session.commit()
    browser = cast.browser(giver)

    page = browser.get(address(night)).text
    typed = {"giver": giver.id, "way": "give", "person": able[0].id, "words": "通院のため"}
    again = browser.post(f"{address(night)}swaps", data=typed)

    assert f'name="person" value="{able[0].id}"' not in page
    assert f"ほかに引き受けられる{len(able) - 1}人" in page
    assert again.status_code == 422
    assert f"{able[0].name}さんからは、今回は難しいと返事がありました。" in again.text
    assert "通院のため" in again.text


def test_too_little_rest_asks_for_a_confirmation_by_name(cast: Cast, night: Shift, giver: User, hours: Hours) -> None:
    tired = candidates.offers(hours, giver.id, now=NOON).resting[0].person
    data = {"giver": giver.id, "way": "give", "person": tired.id, "words": "すみません"}
    browser = cast.browser(giver)

    asked = browser.post(f"{address(night)}swaps", data=data)
    confirmed = browser.post(f"{address(night)}swaps", data=data | {"rest_of": tired.id})

    assert asked.status_code == 422
    assert f'name="rest_of" value="{tired.id}"' in asked.text
    assert "すみません" in asked.text
    assert confirmed.status_code == 303


@pytest.mark.parametrize(("since", "until"), [("25:00", "1:00"), ("12:00", "13:00"), ("22:00", "22:00"), ("x", "")])
def test_hours_outside_the_shift_keep_what_was_typed(
    cast: Cast, night: Shift, giver: User, since: str, until: str
) -> None:
    shown = cast.browser(giver).get(f"{address(night)}?way=part&since={since}&until={until}")

    assert shown.status_code == 422
    assert f'value="{since}"' in shown.text


def test_a_part_is_given_in_wall_time(cast: Cast, night: Shift, giver: User) -> None:
    data = {"giver": giver.id, "way": "part", "since": "22:00", "until": "01:00", "everybody": "yes"}

    sent = cast.browser(giver).post(f"{address(night)}swaps", data=data)

    swap = db.session.scalars(select(Swap)).one()
    assert sent.status_code == 303
    assert (swap.starts_at - night.starts_at, swap.ends_at - swap.starts_at) == (timedelta(hours=3), timedelta(hours=3))


def test_a_night_is_exchanged_for_another(cast: Cast, night: Shift, giver: User) -> None:
    page = cast.browser(giver).get(f"{address(night)}?way=exchange").text
    in_return = page.split('name="in_return" value="')[1].split('"')[0]

    sent = cast.browser(giver).post(
        f"{address(night)}swaps", data={"giver": giver.id, "way": "exchange", "in_return": in_return}
    )

    assert sent.status_code == 303
    assert db.session.scalars(select(Swap.in_return_id)).all() == [int(in_return)]


def test_whoever_puts_somebody_in_a_team_they_lead_gives_nothing_of_theirs_away(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    db.session.execute(db.update(Membership).where(Membership.user_id == cast.aki.id).values(is_lead=True))
    db.session.commit()
    lead = cast.browser(cast.aki)
    lead.post(f"/teams/{cast.team.slug}/members", data={"user_id": giver.id})

    lead.post(f"{address(night)}swaps", data={"giver": giver.id, "way": "give", "person": able[0].id})

    assert db.session.scalars(select(Swap)).all() == []


def test_whoever_is_asked_for_an_exchange_reads_what_they_would_take_and_give_before_they_accept(
    cast: Cast, night: Shift, giver: User
) -> None:
    (mine,) = held.of_shift(night)
    theirs = exchanging.exchanges(mine, now=NOON)[0].theirs
    assert theirs.user is not None
    swap = asking.propose_exchange(mine, theirs, by=giver, now=NOON)
    db.session.commit()
    asked, asker = cast.browser(theirs.user), cast.browser(giver)
    taken, given = (f"{one.day.month}月{one.day.day}日" for one in (mine, theirs))

    read = [asked.get(page).text for page in ("/", address(night))]
    own = asker.get(address(night)).text
    asked.post(f"/oncall/swaps/{swap.id}/acceptance")
    done = asked.get(address(night)).text

    for page in read:
        assert f"あなたが引き受ける当番:{taken}" in page
        assert f"あなたが譲る当番:{given}" in page
        assert re.search(f'action="/oncall/swaps/{swap.id}/acceptance".*?交換する<', page, re.DOTALL)
    assert f"あなたが譲る当番:{taken}" in own
    assert "当番を交換しました。ありがとうございます。" in done
    assert f"{giver.name}さんと{theirs.user.name}さんが当番を交換しました" in done


def test_shifts_that_could_be_had_in_exchange_come_fairest_first(night: Shift, giver: User) -> None:
    (mine,) = held.of_shift(night)

    pairs = exchanging.exchanges(mine, now=NOON)

    had = held.held(NOON, NOON + FURTHER * 5)
    for pair in pairs:
        of_month = [one for one in had if one.user == pair.theirs.user and one.day.month == night.day.month]
        assert (pair.points, pair.shifts) == (sum(one.points for one in of_month), len(of_month))
    assert len(pairs) > 1
    assert pairs == sorted(pairs, key=lambda pair: (pair.after, pair.shifts, pair.theirs.starts_at))
    assert pairs != sorted(pairs, key=lambda pair: pair.theirs.starts_at)


def test_after_the_time_for_an_answer_whoever_is_asked_reads_that_they_can_still_take_it(
    cast: Cast, night: Shift, giver: User, hours: Hours, able: list[User]
) -> None:
    swap = asking.ask(hours, giver, [able[0]], by=giver, now=NOON)
    db.session.commit()
    asked_until = deadlines.answer_until(swap, queries_of_swaps.asks_of([swap.id]))
    browser, still = cast.browser(able[0]), "まだ引き受けられます"

    in_time = browser.get(address(night)).text
    clock.start_at(asked_until)
    late = browser.get(address(night)).text

    assert (still in in_time, still in late) == (False, True)
    assert f'action="/oncall/swaps/{swap.id}/acceptance"' in late


def test_nobody_exchanges_a_shift_with_themselves(cast: Cast, night: Shift, giver: User, published: Rota) -> None:
    later = select(Shift).where(Shift.user_id == giver.id, Shift.id != night.id).order_by(Shift.starts_at)
    own = [night, db.session.scalars(later).first()]
    data = {"giver": giver.id, "way": "exchange"}

    sent = [
        cast.browser(giver).post(f"{address(night)}swaps", data=data | {"in_return": shift.id})
        for shift in own
        if shift is not None
    ]

    assert {answer.status_code for answer in sent} == {422}
    assert db.session.scalars(select(Swap)).all() == []


def _both_tire(night: Shift, other: held.Duty) -> bool:
    mine = held.of_shift(night)[0]
    if other.user is None or other.user_id == mine.user_id:
        return False
    tired: list[int] = []
    while len(tired) < 3:
        try:
            asking.require_exchange(mine, other, tired, now=NOON)
        except asking.RestBroken as error:
            tired.append(error.args[0].id)
        except asking.CannotTake:
            return False
        else:
            break
    return len(tired) == 2


def test_where_both_of_an_exchange_rest_too_little_each_is_confirmed_by_name(
    cast: Cast, night: Shift, giver: User
) -> None:
    rules = queries.rules()
    rules.rest_hours = 14 * 24
    db.session.add(rules)
    db.session.commit()
    in_return = next(duty for duty in held.held(night.ends_at, night.ends_at + FURTHER) if _both_tire(night, duty))
    browser, action = cast.browser(giver), f"{address(night)}swaps"
    data = {"giver": giver.id, "way": "exchange", "in_return": in_return.shift.id}

    pages = [browser.post(action, data=data)]
    while pages[-1].status_code == 422 and len(pages) < 4:
        pages.append(browser.post(action, data=data | {"rest_of": re.findall(CONFIRMED, pages[-1].text)}))

    assert [page.status_code for page in pages] == [422, 422, 303]


def test_the_keeper_gives_away_on_behalf_of_somebody_and_others_do_not(
    cast: Cast, night: Shift, giver: User, able: list[User], keeper: User
) -> None:
    data = {"giver": giver.id, "way": "give", "person": able[0].id}

    cast.browser(able[1]).post(f"{address(night)}swaps", data=data)
    refused = db.session.scalars(select(Swap)).all()
    cast.browser(keeper).post(f"{address(night)}swaps", data=data)

    assert refused == []
    assert [swap.asked_by_id for swap in db.session.scalars(select(Swap))] == [keeper.id]
    assert f"giver={giver.id}" in cast.browser(keeper).get(address(night)).text


def test_a_shift_that_runs_can_be_covered_now(cast: Cast, night: Shift, giver: User) -> None:
    clock.start_at(night.starts_at + timedelta(hours=2))
    browser = cast.browser(giver)

    sent = browser.post(f"{address(night)}swaps", data={"giver": giver.id, "way": "cover"})

    assert sent.status_code == 303
    assert db.session.scalars(select(Swap.kind)).all() == ["cover_now"]


def test_whoever_covers_from_the_other_role_reads_that_it_becomes_vacant_before_they_accept(
    app: Flask, cast: Cast, night: Shift, giver: User
) -> None:
    now = night.starts_at + timedelta(hours=2)
    clock.start_at(now)
    secondary = queries.on_duty(now)[1].user
    assert secondary is not None
    swap = asking.ask_to_cover(night, giver, by=giver, now=now)
    unanswered.remind(now + unanswered.FIRST_ALONE)
    db.session.commit()
    asked = [ask.user for ask in queries_of_swaps.asks_of([swap.id]) if ask.user_id != secondary.id]

    said = "この時間のあなたの当番（セカンダリ）は未定になり、当番表の管理者に知らせます。"
    assert [said in cast.browser(one).get(address(night)).text for one in (secondary, asked[0])] == [True, False]
    assert "もう一方の当番に入っている場合、そちらは未定になります。" in cast.browser(secondary).get("/").text
    rows = select(OutboxMessage.payload).where(OutboxMessage.kind == "swap_asked")
    payload = db.session.scalars(rows.where(OutboxMessage.recipient_id == secondary.id)).first()
    assert payload is not None
    with app.test_request_context(), force_locale("ja"):
        assert (
            "もう一方の当番に入っている場合、そちらは未定になります。"
            in KINDS["swap_asked"].render(payload, "ja").lines
        )
    cast.browser(secondary).post(f"/oncall/swaps/{swap.id}/acceptance")
    db.session.expire_all()
    assert [duty.user_id for duty in queries.on_duty(now + timedelta(minutes=1))] == [secondary.id, None]


def test_what_was_said_is_read_by_those_it_concerns(cast: Cast, night: Shift, giver: User, able: list[User]) -> None:
    asking.ask(Hours(night, night.starts_at, night.ends_at), giver, able[:1], by=giver, now=NOON, words="妹の結婚式")
    db.session.commit()

    assert "妹の結婚式" in cast.browser(able[0]).get(address(night)).text
    assert "妹の結婚式" not in cast.browser(able[1]).get(address(night)).text


def test_a_vacant_night_is_taken_from_its_page(cast: Cast, night: Shift, able: list[User]) -> None:
    night.user_id = None
    db.session.commit()

    cast.browser(able[0]).post(f"{address(night)}take")

    assert holder(night) == [able[0].id]


@pytest.mark.parametrize(("language", "hours"), [("ja", "19:00–翌10:00"), ("en", "19:00–10:00 next day")])
def test_hours_over_midnight_are_said_as_people_say_them(
    cast: Cast, night: Shift, giver: User, language: str, hours: str
) -> None:
    giver.language = language
    db.session.commit()

    page = cast.browser(giver).get(address(night)).text

    assert f"{hours} の当番</h1>" in page or f"Shift {hours}</h1>" in page


def test_the_hours_of_a_night_are_drawn_where_a_part_of_it_is_given(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    browser = cast.browser(giver)
    whole = browser.get(address(night)).text
    typed = browser.get(f"{address(night)}?way=part&since=22:00&until=01:00").text
    asking.ask(part(night, 3, 6), giver, [able[0]], by=giver, now=NOON)
    answering.accept(db.session.scalars(select(Swap)).one(), able[0], now=NOON)
    db.session.commit()
    given = browser.get(address(night)).text

    assert 'class="spine"' not in whole
    assert cells(typed) == cells(given) == ["done"] * 3 + ["lent"] * 3 + ["done"] * 9


def test_an_hour_that_only_begins_or_ends_within_a_part_is_drawn_with_it(cast: Cast, night: Shift, giver: User) -> None:
    page = cast.browser(giver).get(f"{address(night)}?way=part&since=22:30&until=23:15").text

    assert cells(page) == ["done"] * 3 + ["lent"] * 2 + ["done"] * 10


def part(night: Shift, first: int, last: int) -> Hours:
    return Hours(night, night.starts_at + timedelta(hours=first), night.starts_at + timedelta(hours=last))


def cells(page: str) -> list[str]:
    """The hours of the spine of a page."""
    (spine,) = re.findall(r'<div class="spine"[^>]*>(.*?)</div>', page)
    return re.findall(r'<i class="(\w+)"></i>', spine)


def test_the_keeper_finds_at_home_what_is_vacant_soon_and_tells_everybody_who_could_once_a_day(
    cast: Cast, night: Shift, giver: User, able: list[User], keeper: User
) -> None:
    night.user = None
    db.session.commit()
    clock.start_at(night.starts_at - timedelta(days=7, hours=1))
    early = cast.browser(keeper).get("/").text
    clock.start_at(night.starts_at - timedelta(hours=1))
    browser = cast.browser(keeper)
    homes = [one.get("/").text for one in (browser, cast.browser(able[0]))]

    for _press in range(2):
        browser.post(f"{address(night)}offer")

    words = "Nobody has a shift that is near"
    assert [words in page for page in (early, *homes)] == [False, True, False]
    told = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "shift_offered")
    people = db.session.scalars(told.where(OutboxMessage.channel == Channel.INBOX)).all()
    assert len(people) == len(set(people))
    assert set(people) == {giver.id, *(user.id for user in able)}
    cast.browser(able[0]).post(f"{address(night)}take")
    assert [duty.user_id for duty in held.of_shift(night)] == [able[0].id]
    assert words not in browser.get("/").text


def test_nobody_is_told_of_a_vacancy_that_was_taken_meanwhile(cast: Cast, night: Shift, keeper: User) -> None:
    clock.start_at(NOON)

    answer = cast.browser(keeper).post(f"{address(night)}offer")

    assert answer.status_code == 303
    assert db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "shift_offered")).all() == []


def test_hours_that_were_or_become_vacant_are_no_person_in_what_is_told(app: Flask) -> None:
    hours = ["2026-12-07T10:00:00+00:00", "2026-12-08T01:00:00+00:00", "primary"]
    payload = {"shift_id": 1, "shift": hours, "giver": "", "taker": ""}

    with app.test_request_context(), force_locale("ja"):
        taken = KINDS["shift_changed"].render(payload | {"taker": "Aki"}, "ja")
        left = KINDS["shift_changed"].render(payload | {"giver": "Aki"}, "ja")

    assert "それまでは未定でした。" in taken.lines
    assert left.subject == "次の当番が未定になりました"
