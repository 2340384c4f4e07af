"""Two keepers press at the same moment."""

from datetime import timedelta

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import drafting, queries
from studyhub.rota.models import Rota, RotaDraft
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.rota.conftest import FIRST, LAST


def test_of_two_rotas_with_days_in_common_one_is_made(cast: Cast, keeper: User) -> None:
    keeper_id = keeper.id

    def make(days: int) -> None:
        by = db.session.get_one(User, keeper_id)
        drafting.make("冬", FIRST + timedelta(days=days), LAST + timedelta(days=days), by=by, now=NOON)

    assert at_once(cast.app, [lambda: make(0), lambda: make(1)]) == ["Overlaps", "done"]


def test_of_two_drafts_the_later_one_stays(cast: Cast, rota: Rota, keeper: User) -> None:
    rota_id, keeper_id = rota.id, keeper.id

    def plan() -> RotaDraft:
        found = db.session.get_one(Rota, rota_id)
        return drafting.draft(found, by=db.session.get_one(User, keeper_id), now=NOON)

    assert at_once(cast.app, [plan, plan]) == ["done", "done"]
    draft = queries.open_draft(rota)
    assert draft is not None
    assert len(queries.shifts_of_draft(draft)) == 28
