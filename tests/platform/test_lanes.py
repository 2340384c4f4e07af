"""Threads and lines of the server: who waits for what, and that none who could work stands idle."""

import threading
import time

import pytest

from studyhub.accounts.gate.fair_queue import FairQueue, Ticket
from studyhub.server.lanes import FirstCome, Lane, Line, Task

SECONDS_MOST = 20


class Job:
    """A task that notes when it begins, and ends when it may."""

    def __init__(self, stage: "Stage") -> None:
        self.stage, self.is_cancelled = stage, False

    def service(self) -> None:
        """Work until told to go on."""
        self.stage.begin()
        assert self.stage.may_end.acquire(timeout=SECONDS_MOST)
        self.stage.end()

    def cancel(self) -> None:
        """Never begun."""
        self.is_cancelled = True


class Stage:
    """Who is at work, and how many may end."""

    def __init__(self) -> None:
        self.changed, self.at_work, self.done = threading.Condition(), 0, 0
        self.may_end = threading.Semaphore(0)

    def begin(self) -> None:
        with self.changed:
            self.at_work += 1
            self.changed.notify_all()

    def end(self) -> None:
        with self.changed:
            self.at_work -= 1
            self.done += 1
            self.changed.notify_all()

    def wait_for(self, *, at_work: int, done: int) -> None:
        """Until exactly so many work and so many have ended."""
        with self.changed:
            assert self.changed.wait_for(lambda: (self.at_work, self.done) == (at_work, done), SECONDS_MOST)


def lane(line: Line, threads: int) -> Lane:
    return Lane("test", line, threads, lambda task: task.service())


def fair_line() -> FairQueue[Task]:
    return FairQueue(places=300, kept_places=100, has_failures=lambda network: False)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_no_thread_is_idle_while_one_waits(threads: int) -> None:
    stage, people = Stage(), 20
    served = lane(fair_line(), threads)
    for person in range(people):
        served.put(Ticket(f"network {person % 3}"), Job(stage))

    for done in range(people):
        stage.wait_for(at_work=min(threads, people - done), done=done)
        stage.may_end.release()

    stage.wait_for(at_work=0, done=people)
    served.close()


def test_those_whose_moment_comes_together_begin_together() -> None:
    stage = Stage()
    served = lane(fair_line(), 3)
    due = time.monotonic() + 0.05

    for person in range(3):
        served.put(Ticket(f"network {person}", due=due), Job(stage))

    stage.wait_for(at_work=3, done=0)
    assert time.monotonic() >= due
    stage.may_end.release(3)
    served.close()


def test_a_task_that_breaks_leaves_its_thread_at_work(caplog: pytest.LogCaptureFixture) -> None:
    stage = Stage()
    served = Lane("test", FirstCome(), 1, lambda task: task.service() if isinstance(task, Job) else task.missing())  # type: ignore[attr-defined]  # breaks on purpose

    served.put(Ticket(""), object())  # type: ignore[arg-type]  # not a task
    served.put(Ticket(""), Job(stage))

    stage.wait_for(at_work=1, done=0)
    stage.may_end.release()
    stage.wait_for(at_work=0, done=1)
    assert [record.message for record in caplog.records] == ["A request could not be served."]
    served.close()


def test_a_closed_lane_begins_nothing_and_says_who_waited() -> None:
    stage = Stage()
    served = lane(FirstCome(), 1)
    jobs = [Job(stage) for _ in range(3)]
    for job in jobs:
        served.put(Ticket(""), job)
    stage.wait_for(at_work=1, done=0)

    served.close()
    stage.may_end.release()

    assert served.join(time.monotonic() + SECONDS_MOST)
    assert served.clear() == jobs[1:]
