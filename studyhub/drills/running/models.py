"""Drills and their records. No word of a scenario's answer stands here before it was said in the drill."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.drills.models import Scenario
from studyhub.drills.running.states import MOVES, DrillState, EventKind, RemarkKind, Verdict
from studyhub.meetings.models import Meeting
from studyhub.people.models import ImpossibleMove, User
from studyhub.services.models import Quirk

TEXT_MAX_CHARS, REMARK_MAX_CHARS, LINE_MAX_CHARS, REASON_MAX_CHARS = 500, 120, 500, 200
# Nobody has logged anything for so long: everybody has gone home.
LEFT_OPEN_AFTER = timedelta(hours=4)


class Drill(Base):
    """One scenario, played in a session of a circle of drills. `step` rises with whatever others are to see.

    The clock counts what it ran before, `ran_seconds`, and what it runs since `running_since`. Whoever leaves is no
    longer examiner or responder of what is planned.
    """

    __tablename__ = "drill"
    __table_args__ = (
        CheckConstraint("(state = 'running') = (running_since IS NOT NULL)", name="runs_since"),
        CheckConstraint(
            "state IN ('planned', 'called_off') OR (examiner_id IS NOT NULL AND responder_id IS NOT NULL)",
            name="played_by_two",
        ),
        CheckConstraint("state = 'called_off' OR called_off_reason = ''", name="called_off_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), index=True)
    examiner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    responder_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[DrillState] = mapped_column(default=DrillState.PLANNED)
    called_off_reason: Mapped[str] = mapped_column(default="")
    step: Mapped[int] = mapped_column(default=0)
    ran_seconds: Mapped[int] = mapped_column(default=0)
    running_since: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    scenario: Mapped[Scenario] = relationship()
    examiner: Mapped[User | None] = relationship(foreign_keys=examiner_id)
    responder: Mapped[User | None] = relationship(foreign_keys=responder_id)

    def is_left_open(self, now: datetime) -> bool:
        """Whether it runs and nobody has logged anything for four hours."""
        return self.state is DrillState.RUNNING and self.last_at is not None and now >= self.last_at + LEFT_OPEN_AFTER

    def standing(self, now: datetime) -> DrillState:
        """What is shown of it: one that was left open counts as interrupted."""
        return DrillState.INTERRUPTED if self.is_left_open(now) else self.state

    def clock_seconds(self, now: datetime) -> int:
        """How long it has run; of one that was left open, until something was logged last."""
        if self.running_since is None or self.last_at is None:
            return self.ran_seconds
        until = self.last_at if self.is_left_open(now) else now
        return self.ran_seconds + max(0, int((until - self.running_since).total_seconds()))

    def move_to(self, state: DrillState, now: datetime) -> None:
        """Change the state and let the clock run or stand; raises ImpossibleMove."""
        if state not in MOVES[self.state]:
            raise ImpossibleMove(self.state, state)
        self.ran_seconds = self.clock_seconds(now)
        self.running_since = now if state is DrillState.RUNNING else None
        self.state = state


def clock_text(seconds: int) -> str:
    """A time of the drill's clock, as 12:47."""
    return f"{seconds // 60}:{seconds % 60:02}"


class DrillEvent(Base):
    """A line of the record: what happened, when by the clock of the drill, and words that were said or typed later."""

    __tablename__ = "drill_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    drill_id: Mapped[int] = mapped_column(ForeignKey("drill.id"), index=True)
    kind: Mapped[EventKind]
    text: Mapped[str] = mapped_column(default="")
    clock_seconds: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]

    @property
    def clock(self) -> str:
        """When it was, by the clock of the drill."""
        return clock_text(self.clock_seconds)


class DrillRemark(Base):
    """What somebody said after the reveal, read by whoever has seen the answer.

    One that became a quirk, an action or help wanted, or sends people to a chapter, names it.
    """

    __tablename__ = "drill_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    drill_id: Mapped[int] = mapped_column(ForeignKey("drill.id"), index=True)
    kind: Mapped[RemarkKind]
    text: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    quirk_id: Mapped[int | None] = mapped_column(ForeignKey("quirk.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)
    help_id: Mapped[int | None] = mapped_column(ForeignKey("help_wanted.id"), index=True)
    chapter_id: Mapped[int | None] = mapped_column(ForeignKey("chapter.id"), index=True)
    created_at: Mapped[datetime]

    author: Mapped[User] = relationship()
    quirk: Mapped[Quirk | None] = relationship()

    @property
    def has_become(self) -> bool:
        """Whether something came of it: then it is not taken back."""
        return any((self.quirk_id, self.action_id, self.help_id, self.chapter_id))


class DrillReview(Base):
    """How the responder did, and a line to them: read by the two of them alone, in a table of its own."""

    __tablename__ = "drill_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    drill_id: Mapped[int] = mapped_column(ForeignKey("drill.id"), unique=True)
    verdict: Mapped[Verdict]
    line: Mapped[str] = mapped_column(default="")
