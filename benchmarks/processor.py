"""How much of the processor two servers take for what they are asked, whatever else the machine does meanwhile.

Time that passes says little where others work: a page of both then takes as long as the others let it.
"""

from pathlib import Path

from benchmarks.measuring import WARM_UP, Ratio, Side, spread

REQUESTS = 20
NANOSECONDS = 1e9


def seconds(pid: int) -> float:
    """What all threads of a process have taken of the processor since it began; Linux alone tells."""
    found = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(one.read_text(encoding="ascii").split()[0]) for one in found) / NANOSECONDS


def each(side: Side, pid: int, requests: int = REQUESTS) -> float:
    """The processor's seconds of one request, on average."""
    began = seconds(pid)
    for _ in range(requests):
        side.seconds()
    return (seconds(pid) - began) / requests


def compare(one: tuple[Side, int], other: tuple[Side, int], *, rounds: int) -> Ratio:
    """How many times as much `one` takes as `other`, in turns; each is a side and its server's process."""
    for side, _pid in (one, other):
        for _ in range(WARM_UP):
            side.seconds()
    ratios = []
    for turn in range(rounds):
        first, second = (one, other) if turn % 2 else (other, one)
        took = {id(which): each(*which) for which in (first, second)}
        ratios.append(took[id(one)] / took[id(other)])
    return spread(ratios)
