"""200 people press for 2 seats over 3 server processes: nobody is overbooked, lost or met by an error."""

import sys
from collections.abc import Generator
from contextlib import ExitStack, closing
from pathlib import Path

from sqlalchemy import func, select

from studyhub.db import db, reading
from studyhub.meetings.models import Signup, SignupState
from tests.races.conftest import PEOPLE, SEATS, Stage
from tests.races.crowd import press_at_once, servers

PROCESSES = 3
ROUNDS, ROUNDS_LONG = 5, 25
MOST_ROUNDS = 25
UNLOCKED = [sys.executable, str(Path(__file__).with_name("unlocked_server.py")), "--port", "0"]


def play(stage: Stage, rounds: int, command: list[str] | None = None) -> Generator[dict[str, int]]:
    """One round a meeting; what each of them led to, as soon as it is over."""
    with ExitStack() as stack:
        started = servers(stack, PROCESSES, stage.folder, stage.database_url, command)
        ports = [program.port for program in started]
        for meeting_id in stage.meetings(rounds):
            yield _round(stage, meeting_id, ports)


def _round(stage: Stage, meeting_id: int, ports: list[int]) -> dict[str, int]:
    statuses = press_at_once(stage.visitors, ports, f"/meetings/{meeting_id}/signup")
    counts = select(Signup.state, func.count()).where(Signup.meeting_id == meeting_id).group_by(Signup.state)
    with reading():
        states = {state.value: count for state, count in db.session.execute(counts)}
        db.session.rollback()
    return {**states, "redirected": statuses[303]}


def test_no_seat_is_given_twice(stage: Stage, is_long: bool) -> None:
    rounds = list(play(stage, ROUNDS_LONG if is_long else ROUNDS))

    fair = {SignupState.CONFIRMED.value: SEATS + 1, SignupState.WAITLISTED.value: PEOPLE - SEATS, "redirected": PEOPLE}
    assert rounds == [fair] * len(rounds)


def test_without_the_lock_seats_are_given_twice(stage: Stage) -> None:
    # Nobody can make two meet; they are given more rounds until they do.
    with closing(play(stage, MOST_ROUNDS, UNLOCKED)) as rounds:
        assert any(found.get(SignupState.CONFIRMED.value, 0) > SEATS + 1 for found in rounds)
