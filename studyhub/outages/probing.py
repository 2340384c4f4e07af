"""A question to the database whose asker has no time: it is asked in a thread of its own, which may hang instead."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic

from studyhub.outages import limits


class Probe:
    """Asks one question, once at a time: whoever comes while it is under way gets the same answer."""

    def __init__(self, question: Callable[[], bool]) -> None:
        self._question = question
        self._lock = Lock()
        self._answer: Future[bool] | None = None
        self._began = 0.0

    def ask(self) -> bool | None:
        """The answer; None when there was none in time, or an error."""
        with self._lock:
            if self._answer is None or self._answer.done():
                self._answer, self._began = Future(), monotonic()
                Thread(target=self._find_out, args=(self._answer,), name="probe", daemon=True).start()
            answer, until = self._answer, self._began + (limits.PROBE.answer or 0)
        try:
            return answer.result(max(until - monotonic(), 0))
        except Exception:
            return None

    def _find_out(self, answer: Future[bool]) -> None:
        try:
            answer.set_result(self._question())
        except Exception as error:
            answer.set_exception(error)
