"""One ledger of chapters, scribing, facilitating, drills, on-call points and cards; every suggestion uses it."""

import re
from datetime import timedelta

from studyhub import clock
from studyhub.contributions.ledger import counting
from studyhub.contributions.ledger.spans import By, span
from studyhub.contributions.ledger.tallies import What
from studyhub.db import db
from studyhub.drills.running import playing
from studyhub.meetings.assigning import asking
from studyhub.people.models import User
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.candidates import candidates
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps.held import held
from studyhub.services.models import Service
from studyhub.sos.models import Mood, TeamUpdate
from tests.cast import NOON, Cast
from tests.drills.scenes import new_drill, new_scenario
from tests.ledger.conftest import hold
from tests.ledger.test_counting import give, ring, shifts_of
from tests.meetings.assigning.asking.asked import joined, presented
from tests.meetings.scenes import chapter_of
from tests.rota.conftest import LAST, crew, keeper, published, rota

__all__ = ["crew", "keeper", "published", "rota"]
LATER = NOON.replace(month=12, day=30)


def rows_of(page: str) -> dict[str, str]:
    """What the table of a ledger counts, by its words."""
    table = page.partition('id="details"')[2].partition("</table>")[0]
    return dict(re.findall(r'<th scope="row">(.*?)</th><td class="number">(.*?)</td>', table))


def test_one_page_holds_what_somebody_did_in_all_four_practices(cast: Cast, published: Rota, crew: list[User]) -> None:
    hold(cast)
    drill = new_drill(cast, new_scenario(db.session.query(Service).one(), cast.aki))
    playing.start(drill, by=cast.aki, now=NOON)
    playing.reveal(drill, by=cast.aki, now=NOON)
    night = next(shift for shift in shifts_of(crew[0]) if shift.kind == "weeknight")
    give(night, cast.botan)
    ring(cast.botan, night.starts_at + timedelta(hours=5))
    card = TeamUpdate(meeting_id=cast.meeting.id, team_id=cast.team.id, author_id=cast.botan.id, number=1)
    card.mood, card.saved_at, card.handed_in_at = Mood.FINE, NOON, NOON
    db.session.add(card)
    db.session.commit()
    clock.start_at(LATER)

    page = cast.browser(cast.botan).get("/ledger/").text

    assert rows_of(page) == {
        "発表した章": "1",
        "書記": "1",
        "回答者": "1",
        "夜": "1",
        "点": "1",
        "引き受けた交代": "1",
        "呼び出しへの対応": "1",
        "うち夜間": "1",
        "書いた近況": "1",
    }


def test_whoever_is_asked_for_a_chapter_is_chosen_by_it_and_told_so(cast: Cast) -> None:
    [dai] = joined(cast, "Dai")
    for person in (cast.aki, cast.botan):
        presented(person, NOON.date() - timedelta(days=30))
    db.session.commit()

    asked = asking.ask_first(cast.meetings[2], chapter_of(cast.meetings[2]), by=cast.aki, now=NOON)
    db.session.commit()

    assert asked.user_id == dai.id
    page = cast.browser(dai).get(f"/meetings/{cast.meetings[2].id}/").text
    assert "直近3か月" in page


def test_whoever_could_write_is_proposed_by_it_with_the_figure(cast: Cast) -> None:
    hold(cast)
    clock.start_at(cast.meetings[1].starts_at - timedelta(days=1))

    page = cast.browser(cast.aki).get(f"/meetings/{cast.meetings[1].id}/edit").text

    assert "最近いちばん少ないのはAkiさんです（3か月で0回）。" in page


def test_a_draft_of_the_rota_begins_with_the_points_of_it_and_says_the_figures(
    cast: Cast, published: Rota, crew: list[User], keeper: User
) -> None:
    swapped = shifts_of(crew[0])[0]
    give(swapped, crew[5])
    first, last = LAST + timedelta(days=1), LAST + timedelta(days=14)
    before = held(NOON, NOON + timedelta(days=60))

    tallies = counting.count([person.id for person in crew], span(By.MONTH, LATER.date()), keeper, now=LATER)
    found = candidates(first, last, queries.rules(), now=NOON, outside=before)
    later = drafting.make("次", first, last, by=keeper, now=NOON)
    publishing.publish(drafting.draft(later, by=keeper, now=NOON), by=keeper, now=NOON)
    db.session.commit()

    credited = {one.id: one.opening.credited for one in found if one.opening}
    assert {one.id: one.opening.points - credited[one.id] for one in found if one.opening} == {
        person.id: round(tallies[person.id].sum(What.POINTS)) for person in crew
    }
    rows = db.select(Shift).where(Shift.rota_id == later.id, Shift.user_id.is_not(None)).order_by(Shift.starts_at)
    shift = db.session.scalars(rows.limit(1)).one()
    page = cast.browser(keeper).get(f"/oncall/shifts/{shift.id}/").text
    assert re.search(r"\d+ points; \d+ others could take it, with \d+ to \d+", page)


def test_whoever_could_take_a_night_is_offered_with_the_points_of_it(
    cast: Cast, published: Rota, crew: list[User]
) -> None:
    night = shifts_of(crew[0])[0]
    clock.start_at(NOON)

    page = cast.browser(crew[0]).get(f"/oncall/shifts/{night.id}/").text

    assert "その月の点が少ない順" in page
