"""How long something computes, without what the rest of the run would add to it."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def timed(act: Callable[[], Result]) -> tuple[Result, float]:
    """What it hands back, and the seconds of this thread on the processor that it took.

    Nothing is looked through for garbage meanwhile: late in a run that goes over all that every test before has
    left, which takes seconds, and falls on whoever happens to make the next object.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time()
        return act(), time.thread_time() - began
    finally:
        if was_on:
            gc.enable()
