"""Servers killed in the middle of their work: whatever was acknowledged is there when the next one starts."""

import http.client
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from sqlalchemy import select, text

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings.models import Signup, SignupChange, SignupState
from tests.platform.program import Program, serving
from tests.races.conftest import SEATS, Stage
from tests.races.crowd import Visitor

KILLS, KILLS_LONG = 2, 20
MEETINGS, CLIENTS = 4, 8
# A kill comes after so many acknowledged presses, while others are under way; by then everybody has signed up for
# every meeting, and some have withdrawn again.
PRESSES = 60

Place = tuple[int, int]


@dataclass
class Load:
    """Clients that sign up and withdraw without a pause, and remember what the server acknowledged."""

    meetings: Sequence[int]
    visitors: Sequence[Visitor]
    held: dict[Place, bool] = field(default_factory=dict)
    unsure: set[Place] = field(default_factory=set)
    acknowledged: int = 0
    statuses: set[int] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def run_until_killed(self, program: Program) -> None:
        """Press until enough was acknowledged, then kill the server under the clients."""
        enough = self.acknowledged + PRESSES
        clients = [threading.Thread(target=self._press_on, args=(program.port, n)) for n in range(CLIENTS)]
        for client in clients:
            client.start()
        with self._changed:
            assert self._changed.wait_for(lambda: self.acknowledged >= enough, 60)
        program.process.kill()
        for client in clients:
            client.join()

    def _press_on(self, port: int, client: int) -> None:
        mine = cycle([(client, meeting) for meeting in self.meetings])
        while self._press(port, next(mine)):
            pass

    def _press(self, port: int, place: Place) -> bool:
        index, meeting = place
        is_in = self.held.get(place, False)
        path = f"/meetings/{meeting}/signup/delete" if is_in else f"/meetings/{meeting}/signup"
        self.unsure.add(place)
        try:
            status = self.visitors[index].press(port, path)
        except (OSError, http.client.HTTPException):
            return False
        with self._changed:
            self.statuses.add(status)
            self.held[place] = not is_in
            self.unsure.discard(place)
            self.acknowledged += 1
            self._changed.notify_all()
        return True


def test_nothing_acknowledged_is_lost(stage: Stage, is_long: bool) -> None:
    load = Load(stage.meetings(MEETINGS), stage.visitors)
    for _ in range(KILLS_LONG if is_long else KILLS):
        with serving(stage.folder / "data", None, DATABASE_URL=stage.database_url) as program:
            load.run_until_killed(program)
        _settle(stage, load)

    assert load.statuses == {303}
    assert _is_sound()
    assert _overbooked_or_empty(load.meetings) == []
    assert _promoted_and_untold() == []


def _settle(stage: Stage, load: Load) -> None:
    """Compare with what was acknowledged; where no answer came, either is right, and it is looked up."""
    db.session.rollback()
    active = select(Signup.user_id, Signup.meeting_id).where(
        Signup.state.in_([SignupState.CONFIRMED, SignupState.WAITLISTED]), Signup.meeting_id.in_(load.meetings)
    )
    present = {tuple(row) for row in db.session.execute(active)}
    db.session.rollback()
    found = {place: (stage.people[place[0]], place[1]) in present for place in load.held.keys() | load.unsure}
    lost = [place for place, is_in in load.held.items() if place not in load.unsure and found[place] != is_in]
    assert lost == []
    load.held, load.unsure = found, set()


def _is_sound() -> bool:
    if db.engine.dialect.name != "sqlite":
        return True
    with db.engine.connect() as connection:
        return connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def _overbooked_or_empty(meetings: Sequence[int]) -> list[tuple[int, int, int]]:
    """Meetings with more people than seats, or with a free seat while somebody waits."""
    wrong = []
    for meeting in meetings:
        states = list(db.session.scalars(select(Signup.state).where(Signup.meeting_id == meeting)))
        seated, waiting = states.count(SignupState.CONFIRMED), states.count(SignupState.WAITLISTED)
        if seated > SEATS + 1 or (waiting and seated < SEATS + 1):
            wrong.append((meeting, seated, waiting))
    db.session.rollback()
    return wrong


def _promoted_and_untold() -> list[int]:
    """Sign-ups that were promoted without a message about it."""
    promoted = select(SignupChange.signup_id).join(Signup, Signup.id == SignupChange.signup_id)
    promoted = promoted.where(SignupChange.after == SignupState.CONFIRMED, SignupChange.at > Signup.joined_at)
    told = {key.split(":")[1] for key in db.session.scalars(select(OutboxMessage.key)) if key.startswith("promoted:")}
    found = set(db.session.scalars(promoted))
    db.session.rollback()
    assert found, "nobody was promoted"
    return [signup_id for signup_id in found if str(signup_id) not in told]
