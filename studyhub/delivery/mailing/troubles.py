"""What keeps mail from going out: noted once a kind, told to the administrators once while it lasts, and ended."""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select, update

from studyhub.db import db
from studyhub.delivery import inbox, queries, rows
from studyhub.delivery.models import (
    LASTING,
    OF_SERVER,
    PASSING,
    Channel,
    DeliveryState,
    MailTrouble,
    OutboxMessage,
    TroubleKind,
)

# Administrators hear within a quarter of an hour of what may pass by itself; the worker looks once a minute.
PATIENCE = timedelta(minutes=10)
# What comes back sooner is the same trouble: two workers with different settings must not fill inboxes.
COMES_BACK_WITHIN = timedelta(hours=1)
FIRST_REST = timedelta(minutes=1)
# Long enough that no server takes us for somebody who guesses passwords.
LONGEST_REST = timedelta(minutes=30)


def note(kind: TroubleKind, error: str, *, now: datetime) -> None:
    """It was met now. Administrators are told at once of what will not mend itself. Does not commit."""
    went_on = _passing_as_another(kind)
    if kind in OF_SERVER:
        _end(OF_SERVER - {kind}, now)
    trouble = _begin(kind, error, now)
    if went_on is not None:
        trouble.began_at, trouble.told_at, trouble.failures = went_on
    trouble.error, trouble.seen_at = error, now
    trouble.failures += 1
    if kind in OF_SERVER:
        trouble.rests_until = now + _rest_after(trouble.failures)
    if kind not in PASSING and kind is not TroubleKind.WORKER_UNSET:
        _tell(trouble, now)


def _passing_as_another(kind: TroubleKind) -> tuple[datetime, datetime | None, int] | None:
    """Since when the server is away that was so in another way just before, when that was told, and its failures."""
    if kind not in PASSING:
        return None
    before = select(MailTrouble.began_at, MailTrouble.told_at, MailTrouble.failures)
    lasts = before.where(MailTrouble.kind.in_(PASSING - {kind}), MailTrouble.ended_at.is_(None))
    found = db.session.execute(lasts).first()
    if found is None:
        return None
    began_at, told_at, failures = found
    return began_at, told_at, failures


def _begin(kind: TroubleKind, error: str, now: datetime) -> MailTrouble:
    """The row of this kind, locked; a new trouble unless the last one lasts or has only just ended."""
    new = {"kind": kind, "error": error, "began_at": now, "seen_at": now, "failures": 0}
    rows.insert_missing(MailTrouble, [new], unique=["kind"])
    trouble = db.session.scalars(_of_kind(kind).with_for_update().execution_options(populate_existing=True)).one()
    if trouble.ended_at is not None:
        if trouble.told_at is None or now - trouble.ended_at >= COMES_BACK_WITHIN:
            trouble.began_at, trouble.told_at = now, None
        trouble.ended_at, trouble.failures = None, 0
    return trouble


def _of_kind(kind: TroubleKind) -> Select[MailTrouble]:
    return select(MailTrouble).where(MailTrouble.kind == kind)


def _rest_after(failures: int) -> timedelta:
    doublings = min(failures - 1, 10)
    return min(FIRST_REST * (1 << doublings), LONGEST_REST)


def _tell(trouble: MailTrouble, now: datetime) -> None:
    if trouble.told_at is not None:
        return
    trouble.told_at = now
    payload = {"kind": trouble.kind, "error": trouble.error, "since": trouble.began_at.isoformat()}
    key = f"mail_trouble:{trouble.kind}:{trouble.began_at.isoformat()}"
    kind = "mail_off" if trouble.kind is TroubleKind.OFF else "mail_trouble"
    inbox.put(kind, db.session.scalars(queries.administrators()), key=key, payload=payload, now=now)


def mail_flows(now: datetime) -> None:
    """The server took a mail, or spoke of one: whatever kept all mail back is over. Does not commit."""
    _end(OF_SERVER | {TroubleKind.OFF, TroubleKind.WORKER_UNSET}, now)


def end(*kinds: TroubleKind, now: datetime) -> None:
    """These are over. Does not commit."""
    _end(frozenset(kinds), now)


def _end(kinds: frozenset[TroubleKind], now: datetime) -> None:
    lasting = update(MailTrouble).where(MailTrouble.kind.in_(kinds), MailTrouble.ended_at.is_(None))
    ended = db.session.scalars(lasting.values(ended_at=now, rests_until=None).returning(MailTrouble.kind)).all()
    if TroubleKind.OFF in ended:
        # It says what is so no more, and would be read as news.
        inbox.take_back("mail_off")


def try_now() -> None:
    """Try the server again at once: the settings may be others. Does not commit."""
    db.session.execute(update(MailTrouble).values(rests_until=None))


def is_resting(now: datetime) -> bool:
    """Whether no mail is tried at the moment: the server failed just before.

    A clock that was set back ends the rest.
    """
    resting = exists().where(MailTrouble.rests_until > now, MailTrouble.seen_at <= now)
    return bool(db.session.scalar(select(resting)))


def lasting() -> list[MailTrouble]:
    """What is wrong at present, what needs somebody first."""
    found = db.session.scalars(select(MailTrouble).where(MailTrouble.ended_at.is_(None)).order_by(MailTrouble.began_at))
    return sorted(found, key=lambda trouble: trouble.kind not in LASTING)


def look(now: datetime) -> None:
    """Note what has been put off for a while, and tell of what did not pass by itself. Does not commit."""
    oldest = db.session.scalar(_put_off_since(now - PATIENCE))
    if oldest is None:
        _end(frozenset({TroubleKind.PUT_OFF}), now)
    else:
        note(TroubleKind.PUT_OFF, oldest.last_error or "", now=now)
    for trouble in lasting():
        if trouble.told_at is None and trouble.began_at <= now - PATIENCE:
            _tell(trouble, now)


def _put_off_since(moment: datetime) -> Select[OutboxMessage]:
    put_off = select(OutboxMessage).where(
        OutboxMessage.channel == Channel.MAIL,
        OutboxMessage.state == DeliveryState.WAITING,
        OutboxMessage.failing_since <= moment,
    )
    return put_off.order_by(OutboxMessage.failing_since, OutboxMessage.id).limit(1)
