"""Join 11: a newcomer's dated path: read, listen to a drill, drill, shadow, first night."""

from datetime import timedelta

from studyhub.db import db
from studyhub.drills.running import casting, playing
from studyhub.drills.running.casting import Cast as Played
from studyhub.meetings.attendance import attending
from studyhub.meetings.signing_up import joining
from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.services.models import Service
from tests.cast import NOON, Cast
from tests.drills.scenes import new_scenario, new_session
from tests.paths.conftest import path as path  # noqa: PLC0414 -- a fixture
from tests.paths.conftest import service as service  # noqa: PLC0414 -- a fixture
from tests.paths.scenes import done, look, new_night


def test_newcomers_dated_path(cast: Cast, path: Path, service: Service) -> None:
    botan, chika = cast.browser(cast.botan), cast.browser(cast.chika)
    address, step = f"/training/paths/{path.id}/", path.step(StepKind.QUIRKS).id
    begun = NOON + timedelta(days=1, hours=7)

    botan.post(f"{address}steps/{step}/tick")
    for title, responder in (("Heard", cast.editor), ("Played", cast.botan)):
        session = new_session(cast, title)
        for person in (cast.botan, cast.editor):
            joining.join(session.circle, person, now=NOON)
        scenario = new_scenario(service, cast.aki, title)
        drill = casting.plan(session, scenario, Played(cast.aki, responder), by=cast.aki, now=NOON)
        playing.start(drill, by=cast.aki, now=begun)
        playing.reveal(drill, by=cast.aki, now=begun)
        present = attending.Sheet([cast.aki.id, cast.botan.id, cast.editor.id])
        attending.confirm(session, present, by=cast.aki, now=begun + timedelta(hours=2))
    db.session.commit()
    look(2)
    heard = done(path)
    botan.post(f"{address}shadow", data={"shift_id": str(new_night(cast.aki, 10).id)})
    look(12)
    shadowed = done(path)
    new_night(cast.botan, 30)
    look(32)

    assert heard == [StepKind.QUIRKS, StepKind.LISTEN, StepKind.RESPOND]
    assert shadowed == [*heard, StepKind.SHADOW]
    assert done(path) == list(StepKind)
    # The mentor sees where it stands; so does the lead, on the page of the team.
    assert "すべて完了しました。" in chika.get("/training/").text
    assert "すべて完了しました。" in cast.browser(cast.aki).get("/teams/minne/").text
