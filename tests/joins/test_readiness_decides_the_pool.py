"""Join 1: readiness from drills and shadow shifts decides the rota's pool, and the pool says who falls out."""

from datetime import date, timedelta

from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.drills.running import debriefing, playing
from studyhub.drills.running.states import RemarkKind, Verdict
from studyhub.paths.models import Path
from studyhub.rota.candidates import candidates
from studyhub.rota.pool.following import follow
from studyhub.rota.queries import rules
from studyhub.services import queries as services
from studyhub.services.models import Service
from studyhub.services.states import Standing
from tests.cast import NOON, Cast
from tests.drills.scenes import new_drill, new_scenario
from tests.paths.conftest import path as path  # noqa: PLC0414 -- a fixture
from tests.paths.conftest import service as service  # noqa: PLC0414 -- a fixture
from tests.paths.scenes import look, new_night


def test_readiness_from_drills_and_shadow_shifts_decides_the_rotas_pool(
    cast: Cast, path: Path, service: Service
) -> None:
    cast.editor.is_rota_keeper = True
    stood = [_standing(cast, service, 0)]
    drill, begun = new_drill(cast, new_scenario(service, cast.aki)), NOON + timedelta(days=1, hours=7)
    playing.start(drill, by=cast.aki, now=begun)
    playing.reveal(drill, by=cast.aki, now=begun)
    debriefing.remark(drill, RemarkKind.LEARNED, "Look first", by=cast.aki, now=begun)
    debriefing.share(drill, Verdict.PASS, "", by=cast.aki, now=begun)
    stood.append(_standing(cast, service, 2))
    night = new_night(cast.aki, 10)
    cast.browser(cast.botan).post(f"/training/paths/{path.id}/shadow", data={"shift_id": str(night.id)})
    look(12)
    stood.append(_standing(cast, service, 12))
    pool = [_pool(12)]
    signed = {"user_id": str(cast.botan.id), "state": "ready"}
    cast.browser(cast.aki).post(f"/services/{service.id}/readiness", data=signed)
    stood.append(_standing(cast, service, 13))
    pool.append(_pool(13))
    follow(NOON + timedelta(days=13))
    new_night(cast.botan, 400)
    follow(NOON + timedelta(days=300))
    stood.append(_standing(cast, service, 300))
    pool.append(_pool(300))

    assert stood == [Standing.COLD, Standing.PRACTISING, Standing.SHADOWING, Standing.READY, Standing.STALE]
    assert pool == [[], [cast.botan.id], []]
    rows = db.select(OutboxMessage).where(OutboxMessage.kind.in_(("out_of_pool", "left_pool")))
    told = db.session.scalars(rows.where(OutboxMessage.channel == Channel.INBOX).order_by(OutboxMessage.id)).all()
    assert [(one.recipient_id, len(one.payload["shifts"])) for one in told] == [(cast.botan.id, 1), (cast.editor.id, 1)]


def _standing(cast: Cast, service: Service, days: int) -> Standing:
    found = services.standings_of([cast.botan.id], NOON + timedelta(days=days))
    return found[cast.botan.id].get(service.id, Standing.COLD)


def _pool(days: int) -> list[int]:
    now = NOON + timedelta(days=days)
    first = date(2027, 1, 1)
    return [one.id for one in candidates(first, first + timedelta(days=30), rules(), now=now)]
