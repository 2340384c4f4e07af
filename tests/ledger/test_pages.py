"""The ledger of a person and of a team, as others and they themselves read it."""

import re
from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.accounts import standing
from studyhub.allowance import showing
from studyhub.circles.models import CircleState
from studyhub.db import db
from studyhub.meetings.assigning import asking as suggesting
from studyhub.meetings.signing_up import joining
from studyhub.meetings.thanks import giving
from studyhub.people.models import User, UserState
from studyhub.rota.models import Rota, Shift
from studyhub.services import keeping, quirks
from studyhub.services.keeping import Described
from studyhub.services.quirks import Words
from studyhub.settings import organization
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast
from tests.ledger.conftest import hold
from tests.ledger.test_counting import give, ring, shifts_of
from tests.meetings.assigning.asking.asked import joined, presented
from tests.meetings.scenes import after, chapter_of

LATER = NOON.replace(month=12, day=30)


def page(cast: Cast, reader: User, address: str = "/ledger/") -> str:
    answer = cast.browser(reader).get(address)
    assert answer.status_code == 200
    return answer.text


def figures(text: str) -> dict[str, str]:
    first, _, _ = text.partition("</dl>")
    return dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", first))


def test_ones_own_begins_with_five_figures_of_the_last_year(cast: Cast, published: Rota, crew: list[User]) -> None:
    hold(cast)
    give(shifts_of(crew[0])[0], cast.botan)
    clock.start_at(LATER)

    shown = page(cast, cast.botan)

    told = figures(shown)
    assert list(told) == ["発表した章", "ノートの書記", "トレーニング", "夜と休日", "当番の点"]
    assert [told[name] for name in ("発表した章", "ノートの書記", "夜と休日")] == ["1", "1", "1"]
    assert "この1年" in shown
    assert "2026年12月から" in shown


def test_somebody_new_reads_what_will_stand_there(cast: Cast) -> None:
    shown = page(cast, cast.chika)

    assert "これからです" in shown
    assert '<svg class="chart' not in shown


def test_what_somebody_did_not_do_stands_nowhere(cast: Cast) -> None:
    hold(cast)
    clock.start_at(LATER)

    shown = page(cast, cast.aki)

    details = shown.partition('id="details"')[2].partition("</table>")[0]
    assert "司会" in details
    assert "書記" not in details


def test_thanks_hours_taken_over_and_quirks_found_true_come_back(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    hold(cast)
    giving.thank(cast.meeting, [cast.botan.id], "Very clear", by=cast.aki, now=after(cast.meeting, hours=1))
    shift = shifts_of(crew[0])[0]
    shift.user_id = cast.botan.id
    db.session.commit()
    give(shift, crew[5])
    service = keeping.create(Described(cast.team.id, "goods-render"), by=cast.admin, now=NOON)
    quirk = quirks.write(service, Words("Wait ten minutes", "", ""), by=cast.botan, now=NOON)
    quirks.confirm(quirk, by=keeper, now=LATER)
    db.session.commit()
    clock.start_at(LATER)

    mine, others = page(cast, cast.botan), page(cast, cast.chika, f"/ledger/people/{cast.botan.id}")

    assert "「Very clear」" in mine
    assert f"{crew[5].name}さんが引き受けました" in mine
    assert "Wait ten minutes" in mine
    for words in ("Very clear", crew[5].name, "Wait ten minutes"):
        assert words not in others


@pytest.mark.parametrize("is_told", [False, True])
def test_others_read_numbers_of_circles_as_the_organisation_sets_it(cast: Cast, is_told: bool) -> None:
    hold(cast)
    organization.current().shows_presentations = is_told
    db.session.commit()
    clock.start_at(LATER)
    address = f"/ledger/people/{cast.botan.id}"

    assert "発表した章" in figures(page(cast, cast.aki, address))
    assert ("発表した章" in figures(page(cast, cast.chika, address))) is is_told
    assert ("発表した章" in page(cast, cast.chika, f"{address}.csv")) is is_told


@pytest.mark.parametrize("is_told", [False, True])
def test_others_read_shifts_as_the_organisation_sets_it(
    cast: Cast, published: Rota, crew: list[User], keeper: User, is_told: bool
) -> None:
    person = crew[0]
    keeper.language = "ja"
    showing.show_names(is_told, by=keeper, now=NOON)
    db.session.commit()
    clock.start_at(LATER)
    address = f"/ledger/people/{person.id}"

    seen = [("当番の点" in figures(page(cast, who, address))) for who in (person, keeper, cast.chika)]

    assert seen == [True, True, is_told]


def test_pages_are_for_oneself_ones_lead_and_the_keeper(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    person, lead = crew[0], crew[4]
    db.session.query(Membership).filter_by(user_id=lead.id).one().is_lead = True
    keeper.language = "ja"
    ring(person, shifts_of(person)[0].starts_at + timedelta(hours=2))
    clock.start_at(LATER)
    address = f"/ledger/people/{person.id}"

    seen = ["呼び出しへの対応" in page(cast, who, address) for who in (person, lead, keeper, crew[8], cast.chika)]

    assert seen == [True, True, True, False, False]


def test_a_team_reads_its_sums_and_its_lead_person_by_person(cast: Cast) -> None:
    hold(cast)
    db.session.query(Membership).filter_by(user_id=cast.aki.id).one().is_lead = True
    db.session.commit()
    clock.start_at(LATER)
    address = f"/ledger/teams/{cast.team.id}"

    by_lead, by_member = page(cast, cast.aki, address), page(cast, cast.botan, address)

    assert "一人ひとり" in by_lead
    assert "一人ひとり" not in by_member
    assert "発表した章" in by_member
    assert "Botan" in page(cast, cast.aki, f"{address}.csv")
    assert "Botan" not in page(cast, cast.botan, f"{address}.csv")


def leave_in_team(team_id: int, *people: User) -> None:
    """Nobody but these is left in a team."""
    ids = [person.id for person in people]
    db.session.query(Membership).filter(Membership.team_id == team_id, Membership.user_id.not_in(ids)).delete()


@pytest.mark.parametrize("is_told", [False, True])
@pytest.mark.parametrize("size", [1, 2])
def test_the_sums_of_a_team_of_one_or_two_are_read_as_the_figures_of_each(
    cast: Cast, published: Rota, crew: list[User], keeper: User, size: int, is_told: bool
) -> None:
    person, keeper.language = crew[0], "ja"
    team_id = db.session.query(Membership).filter_by(user_id=person.id).one().team_id
    leave_in_team(team_id, person, *([crew[4]] if size == 2 else []))
    showing.show_names(is_told, by=keeper, now=NOON)
    db.session.commit()
    clock.start_at(LATER)
    address = f"/ledger/teams/{team_id}"

    seen = [(">点<" in page(cast, who, address)) for who in (person, keeper, cast.chika)]

    assert seen == [is_told or size == 1, True, is_told]
    assert (",点" in page(cast, cast.chika, f"{address}.csv")) is is_told
    organization.current().shows_presentations = is_told
    db.session.commit()
    assert ("メンバーが2人以下のチーム" in page(cast, cast.chika, address)) is not is_told


def test_of_two_a_lead_reads_the_sums_and_three_are_told_to_all(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    mine = db.session.query(Membership).filter_by(user_id=crew[0].id).one()
    address = f"/ledger/teams/{mine.team_id}"
    showing.show_names(False, by=keeper, now=NOON)
    db.session.commit()
    clock.start_at(LATER)
    assert ">点<" in page(cast, cast.chika, address)

    leave_in_team(mine.team_id, crew[0], crew[4])
    mine.is_lead = True
    db.session.commit()

    assert [">点<" in page(cast, who, address) for who in (crew[0], crew[4], cast.chika)] == [True, False, False]


@pytest.fixture
def elsewhere(cast: Cast, published: Rota, crew: list[User]) -> str:
    """The address of the ledger of the team of Botan and three more: Aki, who organises a circle, is in another one."""
    hold(cast)
    own = db.session.query(Membership).filter_by(user_id=cast.aki.id).one()
    own.team_id = db.session.query(Membership).filter_by(user_id=crew[0].id).one().team_id
    for person in crew[1:4]:
        db.session.query(Membership).filter_by(user_id=person.id).one().team_id = cast.team.id
    db.session.commit()
    clock.start_at(LATER)
    return f"/ledger/teams/{cast.team.id}"


def beside(shown: str) -> list[str]:
    """Who stands side by side on the page of a team."""
    _, _, table = shown.partition("一人ひとり")
    return re.findall(r'<th scope="row"><a href="/ledger/people/\d+">(.*?)</a>', table)


def test_whoever_organises_compares_those_in_their_circle_and_reads_only_what_they_share_out(
    cast: Cast, crew: list[User], elsewhere: str
) -> None:
    joining.join(cast.circle, crew[1], now=NOON)
    db.session.commit()

    shown, file = page(cast, cast.aki, elsewhere), page(cast, cast.aki, f"{elsewhere}.csv")

    assert beside(shown) == ["Botan", crew[1].name]
    assert {line.split(",")[0] for line in file.splitlines()[1:]} == {"Botan", crew[1].name}
    assert "発表した章" in shown
    assert not any(word in shown for word in ("呼び出しへの対応", "回答者", "書いた近況"))


def test_a_circle_that_one_person_joins_opens_nothing_of_the_others(
    cast: Cast, crew: list[User], elsewhere: str
) -> None:
    founded = cast.new_circle(cast.chika, title="Mine")
    joining.join(founded, crew[1], now=NOON)
    db.session.commit()

    shown, before = page(cast, cast.chika, elsewhere), page(cast, crew[0], elsewhere)

    assert (beside(shown), beside(before)) == ([crew[1].name], [])
    assert not any(word in page(cast, crew[0], f"{elsewhere}.csv") for word in ("発表した章", "人,"))


def test_a_circle_that_is_over_shows_nobody_side_by_side(cast: Cast, elsewhere: str) -> None:
    assert beside(page(cast, cast.aki, elsewhere)) == ["Botan"]

    cast.circle.move_to(CircleState.ENDED)
    db.session.commit()

    assert beside(page(cast, cast.aki, elsewhere)) == []


def test_long_leave_is_hatched_with_words_for_oneself_alone(cast: Cast) -> None:
    hold(cast)
    begins, ends = NOON + timedelta(days=20), NOON + timedelta(days=80)
    standing.move(cast.botan, UserState.ON_LEAVE, by=cast.admin, now=begins)
    standing.move(cast.botan, UserState.ACTIVE, by=cast.admin, now=ends)
    db.session.commit()
    clock.start_at(NOON.replace(year=2027, month=4, day=1))

    mine, others = page(cast, cast.botan), page(cast, cast.aki, f"/ledger/people/{cast.botan.id}")

    assert "斜線:休職中" in mine
    assert 'class="leave"' in mine
    assert "休職中" not in others


def test_the_open_month_of_the_allowance_says_until_when_it_can_be_corrected(
    cast: Cast, published: Rota, crew: list[User]
) -> None:
    clock.start_at(LATER)
    person = next(one for one in crew if shifts_of(one))

    shown = page(cast, person)

    assert f"12月は、当番{len(shifts_of(person))}件、対応0回です。" in shown
    assert "2027年1月1日以降に、当番表の管理者が締めます。" in shown
    assert "12月の明細を見る" not in page(cast, cast.chika, f"/ledger/people/{person.id}")


@pytest.mark.parametrize(
    "query", ["by=week", "until=2026-13", "until=9999-99", "until=1-1", "until=1999-01", "by=month&until=２０２６-01"]
)
def test_periods_that_are_none_are_the_present_ones(cast: Cast, query: str) -> None:
    shown = page(cast, cast.botan, f"/ledger/?{query}")

    assert "2025年12月から2026年11月まで" in shown or "2026年12月" in shown


def test_the_file_has_a_row_for_each_period(cast: Cast) -> None:
    hold(cast)
    clock.start_at(LATER)

    header, *rows = page(cast, cast.botan, f"/ledger/people/{cast.botan.id}.csv?by=quarter").splitlines()

    assert header.lstrip("\ufeff").startswith("四半期,発表した章,書記")
    assert len(rows) == 8
    assert rows[-1].startswith("2026-Q4,1,1,")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "people/{botan}.csv: ledger-{botan}-2026-01-2026-12.csv"),
        ("?by=quarter", "people/{botan}.csv: ledger-{botan}-2025-Q1-2026-Q4.csv"),
        ("?by=year&until=2026-01", "teams/{team}.csv: ledger-team-{team}-2017-2026.csv"),
    ],
)
def test_a_file_is_named_by_its_first_and_last_period(cast: Cast, query: str, name: str) -> None:
    address, name = name.format(botan=cast.botan.id, team=cast.team.id).split(": ")

    answer = cast.browser(cast.botan).get(f"/ledger/{address}{query}")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_it_says_when_the_record_spared_one_last(cast: Cast) -> None:
    [dai] = joined(cast, "Dai")
    presented(cast.botan, NOON.date() - timedelta(days=30))
    presented(cast.aki, NOON.date() - timedelta(days=20))
    chapter = chapter_of(cast.meetings[2])
    asked = suggesting.ask_first(cast.meetings[2], chapter, by=cast.aki, now=NOON)
    db.session.commit()
    assert asked.user_id == dai.id

    mine, theirs = page(cast, cast.botan), page(cast, dai)

    assert f"「{chapter.title}」は、ほかの人に頼みました。" in mine
    assert "あなたは1章分を発表していたためです。" in mine
    assert "ほかの人に頼みました" not in theirs


def shared_out(shift: Shift, *, other: User, points: int) -> None:
    """A plan gave the shift to whoever has it, with three points, where another could have had it, with so many."""
    shift.reason = {"chosen": [shift.user_id, 3, 1, 0], "others": [[other.id, points, 2, 0]], "kept": False}
    db.session.commit()


def test_it_says_which_night_the_record_spared_one_last(cast: Cast, published: Rota, crew: list[User]) -> None:
    first, second = shifts_of(crew[0])[:2]
    shared_out(first, other=crew[1], points=5)
    shared_out(second, other=crew[1], points=3)
    clock.start_at(second.starts_at)

    mine, theirs = page(cast, crew[1]), page(cast, crew[0])

    assert "は、ほかの人になりました。その当番表であなたは5点と、その人より多かったためです。" in mine
    assert "ほかの人になりました" not in theirs


def test_a_night_that_is_to_come_has_spared_nobody_yet(cast: Cast, published: Rota, crew: list[User]) -> None:
    night = shifts_of(crew[0])[0]
    shared_out(night, other=crew[1], points=5)
    clock.start_at(night.starts_at - timedelta(minutes=1))

    assert "ほかの人になりました" not in page(cast, crew[1])


def test_of_a_chapter_and_a_night_the_later_one_is_said(cast: Cast, published: Rota, crew: list[User]) -> None:
    joining.join(cast.circle, crew[1], now=NOON)
    night = shifts_of(crew[0])[0]
    shared_out(night, other=crew[1], points=5)
    [_dai] = joined(cast, "Dai")
    for person in (crew[1], cast.aki, cast.botan):
        presented(person, NOON.date() - timedelta(days=20))
    suggesting.ask_first(cast.meetings[2], chapter_of(cast.meetings[2]), by=cast.aki, now=NOON)
    db.session.commit()

    clock.start_at(night.starts_at - timedelta(minutes=1))
    evening = page(cast, crew[1])
    clock.start_at(night.starts_at)
    morning = page(cast, crew[1])

    assert ["ほかの人に頼みました" in one for one in (evening, morning)] == [True, False]
    assert ["ほかの人になりました" in one for one in (evening, morning)] == [False, True]
