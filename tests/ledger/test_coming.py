"""What is coming, on one's own ledger: the next of each practice, with the way there."""

from datetime import datetime, timedelta
from typing import Any

from lxml import html

from studyhub.db import db
from studyhub.drills.models import Scenario
from studyhub.meetings.assigning import assignments
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.models import Meeting
from studyhub.paths.models import Path
from studyhub.people.models import User
from studyhub.rota.models import Rota
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast
from tests.drills.conftest import scenario
from tests.drills.scenes import new_drill
from tests.ledger.test_counting import shifts_of
from tests.meetings.scenes import chapter_of, go_to
from tests.paths.conftest import path, service
from tests.sos.conftest import rounds

__all__ = ["path", "rounds", "scenario", "service"]


def coming(cast: Cast, user: User, now: datetime = NOON, query: str = "") -> dict[str, str]:
    """What is coming for somebody by their own page: each line with where it leads."""
    go_to(now)
    page: Any = html.fromstring(cast.browser(user).get(f"/ledger/{query}").text)
    lines = page.xpath("//section[@aria-labelledby='coming']/ul/li")
    told = (" ".join(" ".join(part.text_content().split()) for part in line.xpath(".//p")) for line in lines)
    return dict(zip(told, (line.xpath("string(.//a/@href)") for line in lines), strict=True))


def test_the_next_session_stands_there_with_what_one_does_in_it(cast: Cast) -> None:
    here = f"/meetings/{cast.meeting.id}/"
    assert coming(cast, cast.botan) == {"SRE 第1回 聴く番です ・ 12月2日(水) 19:00": here}

    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    db.session.commit()

    assert coming(cast, cast.botan) == {"SRE 第1回 1章を担当 ・ 12月2日(水) 19:00": here}


def test_a_chapter_in_a_later_session_stands_beside_the_next_one(cast: Cast) -> None:
    later = cast.meetings[2]
    assignments.claim(later, chapter_of(later), cast.botan, now=NOON)
    db.session.commit()

    assert [*coming(cast, cast.botan)] == [
        "SRE 第1回 聴く番です ・ 12月2日(水) 19:00",
        "SRE 第3回 3章を担当 ・ 12月16日(水) 19:00",
    ]


def test_what_was_called_off_is_not_coming(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    cancelling.cancel(cast.meeting, "部屋がない", Chapters.DROP, by=cast.aki, now=NOON)
    db.session.commit()

    assert [*coming(cast, cast.botan)] == ["SRE 第1回 聴く番です ・ 12月9日(水) 19:00"]


def test_the_next_night_leads_to_its_page(cast: Cast, published: Rota, crew: list[User]) -> None:
    first, second = shifts_of(crew[0])[:2]

    before, after = coming(cast, crew[0]), coming(cast, crew[0], now=first.ends_at)

    assert [*before.values()] == [f"/oncall/shifts/{first.id}/"]
    assert [*after.values()] == [f"/oncall/shifts/{second.id}/"]
    assert next(iter(before)).startswith("次のあなたの夜")


def test_a_drill_says_what_one_is_in_it(cast: Cast, scenario: Scenario) -> None:
    drill = new_drill(cast, scenario)

    told = {
        user.name: [line for line in coming(cast, user) if scenario.title in line] for user in (cast.aki, cast.botan)
    }

    assert [lines[0].split(" Training")[0] for lines in told.values()] == [
        "「Replication stopped」の出題者です",
        "「Replication stopped」の回答者です",
    ]
    assert f"/training/drills/{drill.id}/" in coming(cast, cast.aki).values()


def test_what_comes_first_stands_first_whichever_practice_it_is_of(
    cast: Cast, published: Rota, crew: list[User]
) -> None:
    night = shifts_of(crew[0])[0]
    later = cast.meetings[2]
    later.starts_at, later.ends_at = night.starts_at + timedelta(days=9), night.starts_at + timedelta(days=9, hours=1)
    assignments.claim(later, chapter_of(later), crew[0], now=NOON)
    db.session.commit()

    lines = [*coming(cast, crew[0], now=night.starts_at - timedelta(hours=2))]

    assert [line.split()[0] for line in lines][-2:] == ["次のあなたの夜", "SRE"]


def test_ones_own_next_step_stands_there_and_no_step_of_whom_one_mentors(cast: Cast, path: Path) -> None:
    mine, mentors = coming(cast, cast.botan), coming(cast, cast.chika, now=NOON + timedelta(days=200))

    assert any(address.startswith(f"/training/paths/{path.id}") for address in mine.values())
    assert mentors == {}


def test_the_update_of_ones_team_stands_there_while_a_round_waits_for_it(cast: Cast, rounds: list[Meeting]) -> None:
    db.session.query(Membership).filter_by(user_id=cast.aki.id).one().is_lead = True
    db.session.commit()
    near = rounds[0].starts_at - timedelta(hours=5)

    asked, early = (coming(cast, cast.aki, now) for now in (near, near - timedelta(days=2)))

    assert [any("近況" in line for line in lines) for lines in (asked, early)] == [True, False]


def test_nobody_else_reads_it_and_no_year_that_is_over_tells_it(cast: Cast) -> None:
    assert coming(cast, cast.botan, query="?until=2024-05") == {}

    assert 'aria-labelledby="coming"' not in cast.browser(cast.aki).get(f"/ledger/people/{cast.botan.id}").text


def test_for_whom_nothing_is_coming_nothing_stands_there(cast: Cast) -> None:
    assert coming(cast, cast.chika) == {}
