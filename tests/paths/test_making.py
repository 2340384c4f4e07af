"""A path is made with its days, changed, and ended."""

from datetime import date, timedelta

import pytest

from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.paths import holding, making, steps
from studyhub.paths.making import Wanted
from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.people.models import UserState
from studyhub.services import keeping
from studyhub.services.models import Service
from tests.cast import NOON, Cast
from tests.paths.scenes import FIRST_NIGHT, wanted

TODAY = NOON.date()


@pytest.mark.parametrize("length", [7, 8, 14, 30, 60, 365])
def test_the_days_go_on_from_today_to_the_first_night(length: int) -> None:
    found = steps.days(TODAY, TODAY + timedelta(days=length))

    days = [found[kind] for kind in StepKind]
    assert days == sorted(days)
    assert days[0] > TODAY
    assert days[-1] == TODAY + timedelta(days=length)


def test_newcomer_and_mentor_are_told_and_not_whoever_made_it(cast: Cast, path: Path) -> None:
    rows = db.select(OutboxMessage).where(OutboxMessage.kind == "path_made", OutboxMessage.channel == Channel.INBOX)

    assert [one.recipient_id for one in db.session.scalars(rows)] == [cast.botan.id]


def test_of_two_presses_one_path_comes(cast: Cast, path: Path, service: Service) -> None:
    assert making.make(wanted(cast, service), by=cast.botan, now=NOON).id == path.id


def test_it_is_made_by_the_newcomer_the_mentor_or_a_lead_of_theirs(cast: Cast, service: Service) -> None:
    with pytest.raises(making.NotTheirs):
        making.make(wanted(cast, service), by=cast.editor, now=NOON)

    by_lead = making.make(Wanted(cast.botan, service, None, FIRST_NIGHT), by=cast.aki, now=NOON)

    assert by_lead.mentor_id is None


def test_nobody_is_their_own_mentor(cast: Cast, service: Service) -> None:
    with pytest.raises(making.OwnMentor):
        making.make(Wanted(cast.botan, service, cast.botan, FIRST_NIGHT), by=cast.botan, now=NOON)


@pytest.mark.parametrize("days", [-1, 0, 6, 366])
def test_a_first_night_too_near_or_too_far_is_refused(cast: Cast, service: Service, days: int) -> None:
    far = Wanted(cast.botan, service, None, TODAY + timedelta(days=days))

    with pytest.raises(making.DayOutOfReach):
        making.make(far, by=cast.botan, now=NOON)


def test_whoever_is_away_is_no_mentor(cast: Cast, service: Service) -> None:
    cast.chika.state = UserState.ON_LEAVE

    with pytest.raises(making.NotThere):
        making.make(wanted(cast, service), by=cast.botan, now=NOON)


def test_for_a_service_that_is_no_more_there_is_no_path(cast: Cast, service: Service) -> None:
    keeping.retire(service, by=cast.admin, now=NOON)

    with pytest.raises(making.ServiceGone):
        making.make(wanted(cast, service), by=cast.botan, now=NOON)


@pytest.mark.parametrize(
    "due",
    [
        {StepKind.NIGHT: TODAY},
        {StepKind.NIGHT: TODAY + timedelta(days=366)},
        {StepKind.QUIRKS: TODAY - timedelta(days=1)},
        {StepKind.QUIRKS: TODAY + timedelta(days=20)},
    ],
)
def test_days_that_go_backwards_or_lie_out_of_reach_are_refused(
    cast: Cast, path: Path, due: dict[StepKind, date]
) -> None:
    with pytest.raises(making.DaysOutOfOrder):
        making.change(path, cast.chika, due, by=cast.botan, now=NOON)


def test_a_new_mentor_is_told(cast: Cast, path: Path) -> None:
    due: dict[StepKind, date] = {StepKind.NIGHT: FIRST_NIGHT + timedelta(days=7)}

    making.change(path, cast.editor, due, by=cast.botan, now=NOON)

    assert path.step(StepKind.NIGHT).due_on == FIRST_NIGHT + timedelta(days=7)
    rows = db.select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "path_made")
    assert cast.editor.id in set(db.session.scalars(rows))


def test_an_ended_path_is_changed_by_nobody_and_another_may_be_made(cast: Cast, path: Path, service: Service) -> None:
    making.end(path, by=cast.botan, now=NOON)
    making.end(path, by=cast.chika, now=NOON)

    with pytest.raises(holding.Ended):
        making.change(path, cast.chika, {}, by=cast.botan, now=NOON)
    assert path.ended_by_id == cast.botan.id
    assert making.make(wanted(cast, service), by=cast.botan, now=NOON).id != path.id
