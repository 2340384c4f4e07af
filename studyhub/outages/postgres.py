"""A connection to PostgreSQL that is not waited for without end: imported only where PostgreSQL is used."""

from collections.abc import Mapping
from typing import Any, Self, TypeVar

import psycopg
from psycopg._preparing import PrepareManager
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

from studyhub.outages import breaker, limits
from studyhub.outages.kinds import Outage

T = TypeVar("T")

# A connection that was lost without a word is noticed by these, on our side and, for our locks, on the server's.
KEEPALIVE = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
UNHEARD_MILLISECONDS = 10_000
# No page thinks this long between two statements: whoever does has died, and its locks must go.
IDLE_SECONDS = 60
DEFAULTS = {"connect_timeout": limits.CONNECT_SECONDS, "tcp_user_timeout": UNHEARD_MILLISECONDS, **KEEPALIVE}


class NotAnswered(psycopg.OperationalError):
    """The server gave no sign in time."""

    outage = Outage.HANGING


class Connection(psycopg.Connection[Any]):
    """Gives a server up that gives no sign; the connection is of no use afterwards.

    `is_limited` says whether the server, too, ends what takes longer than a page waits.
    """

    is_limited = False

    @classmethod
    def connect(cls, *args: Any, **kwargs: Any) -> Self:
        """Connect, with limits that hold unless the address has others. Raises psycopg.Error."""
        try:
            connection = super().connect(*args, **{**DEFAULTS, **kwargs})
        except psycopg.errors.ConnectionTimeout as error:
            raise _give_up() from error
        if limits.current() is not limits.COMMAND:
            try:
                connection._limit()
            except psycopg.Error:
                # Nobody gets it, so nobody else could close it.
                connection.close()
                raise
        return connection

    def wait(self, gen: PQGen[T], *args: Any, **kwargs: Any) -> T:
        """As psycopg waits, but no longer than whoever asks has patience."""
        patience = limits.current().answer
        if patience is not None and not args:
            kwargs.setdefault("timeout", patience)
        try:
            return super().wait(gen, *args, **kwargs)
        except psycopg.OperationalError as error:
            if not _is_timeout(error):
                raise
            # What comes over it from now on answers another question.
            self.pgconn.finish()
            raise _give_up() from error

    def _rollback_gen(self) -> PQGen[None]:
        """As psycopg rolls back, but what the server has prepared stays prepared, save after a failure.

        psycopg forgets it all, for what the transaction made may be gone with it. But every page that only read ends
        so, and each of its statements would be planned anew for each reader; and no page makes tables.
        """
        has_failed = self.pgconn.transaction_status != TransactionStatus.INTRANS
        if has_failed:
            yield from super()._rollback_gen()
            return
        kept, self._prepared = self._prepared, PrepareManager()
        try:
            yield from super()._rollback_gen()
        finally:
            self._prepared = kept

    def _limit(self) -> None:
        self.execute(set_limits(limits.PAGE, is_local=False))
        self.execute(_set(_SERVERS_SIDE, is_local=False))
        self.commit()
        self.is_limited = True


_SERVERS_SIDE: Mapping[str, int | str] = {
    "tcp_keepalives_idle": KEEPALIVE["keepalives_idle"],
    "tcp_keepalives_interval": KEEPALIVE["keepalives_interval"],
    "tcp_keepalives_count": KEEPALIVE["keepalives_count"],
    "tcp_user_timeout": UNHEARD_MILLISECONDS,
    # To compile a statement takes the server half a second, which pays where one takes seconds: none of ours does.
    "jit": "off",
}


def set_limits(wanted: limits.Limits, *, is_local: bool) -> str:
    """The statement that lets the server keep these limits, for one transaction or for good; 0 is without end."""
    is_endless = wanted.statement is None
    seconds = {
        # Whoever takes the time needed does so before locks too.
        "lock_timeout": 0 if is_endless else wanted.lock,
        "statement_timeout": wanted.statement or 0,
        "idle_in_transaction_session_timeout": 0 if is_endless else IDLE_SECONDS,
    }
    return _set({name: round(value * 1000) for name, value in seconds.items()}, is_local=is_local)


def _set(settings: Mapping[str, int | str], *, is_local: bool) -> str:
    # One statement: several in one text cannot be prepared, which psycopg does after a few times.
    calls = (f"set_config('{name}', '{value}', {is_local})" for name, value in settings.items())
    return f"SELECT {', '.join(calls)}"


def _is_timeout(error: psycopg.OperationalError) -> bool:
    return isinstance(error, psycopg.errors._WaitTimeout)


def _give_up() -> NotAnswered:
    if limits.is_page():
        breaker.trip(Outage.HANGING)
    return NotAnswered("the server gave no sign in time")
