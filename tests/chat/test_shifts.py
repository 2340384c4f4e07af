"""A team's chat is told when one of its people begins a shift."""

from datetime import datetime, timedelta

import pytest

from studyhub.chat import shifts, webhooks
from studyhub.chat.models import ChatForm, ChatPost
from studyhub.chat.posting import ToChat
from studyhub.chat.webhooks import NewWebhook
from studyhub.db import db
from studyhub.delivery import ways
from studyhub.handoffs import writing as handing_over
from studyhub.handoffs.writing import Words
from studyhub.pager import connecting
from studyhub.pager.connecting import Connection
from studyhub.pager.models import PagerKind
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.teams.models import Team
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.chat.sink import WebhookSink
from tests.rota.conftest import crew, keeper, published, rota

__all__ = ["crew", "keeper", "published", "rota"]


@pytest.fixture
def night(cast: Cast, published: Rota, chat: WebhookSink) -> Shift:
    """The first published shift; the team of whoever has it has a webhook."""
    first: Shift = db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    assert first.user is not None
    _told(cast, first.user, chat)
    return first


def _told(cast: Cast, person: User, chat: WebhookSink) -> None:
    slug = f"team-{int(person.name.split()[1]) % 4}"
    team = db.session.scalars(db.select(Team).where(Team.slug == slug)).one()
    webhooks.add(team, NewWebhook("#team", ChatForm.SLACK, chat.address), by=cast.admin, now=NOON)
    db.session.commit()


def look(cast: Cast, now: datetime) -> None:
    """Be a worker that looks at this moment and sends until nothing is left."""
    shifts.tell(now)
    db.session.commit()
    while ways.go(ToChat(), cast.app.config["STUDYHUB_SETTINGS"], now):
        db.session.expire_all()


def test_the_team_is_told_once_when_its_member_begins(cast: Cast, night: Shift, chat: WebhookSink) -> None:
    assert night.user is not None
    name = night.user.name
    look(cast, night.starts_at - timedelta(minutes=1))
    assert chat.texts == []

    look(cast, night.starts_at)
    look(cast, night.starts_at + timedelta(minutes=1))

    (text,) = chat.texts
    assert f"いまからオンコール:{name}さん（プライマリ）" in text
    assert text.endswith("/oncall/")


def test_until_the_pager_has_confirmed_the_team_reads_that(
    cast: Cast, night: Shift, keeper: User, chat: WebhookSink
) -> None:
    connecting.connect(
        Connection(PagerKind.WEBHOOK, "https://pager.example.com/", "secret", "", "", 14), by=keeper, now=NOON
    )

    look(cast, night.starts_at)

    (text,) = chat.texts
    assert "ページャーが誰を呼ぶか確認できていません" in text


def test_hours_taken_over_at_night_are_told_to_the_team_of_whoever_took_them(
    cast: Cast, night: Shift, crew: list[User], chat: WebhookSink
) -> None:
    assert night.user is not None
    number = int(night.user.name.split()[1])
    taker = next(person for person in crew if (int(person.name.split()[1]) - number) % 4 == 1)
    _told(cast, taker, chat)
    begins = night.starts_at + timedelta(hours=7)
    span = {"starts_at": begins, "ends_at": night.ends_at, "asked_at": NOON, "accepted_at": NOON}
    swap = Swap(
        shift=night, kind=SwapKind.GIVE, giver_id=night.user_id, taker_id=taker.id, asked_by_id=taker.id, **span
    )
    db.session.add(swap)

    look(cast, begins)

    (text,) = chat.texts
    assert f"{taker.name}さん" in text


def test_two_workers_that_look_at_once_tell_once(cast: Cast, night: Shift) -> None:
    moment = night.starts_at

    def turn() -> None:
        shifts.tell(moment)
        db.session.commit()

    at_once(cast.app, [turn, turn])

    assert db.session.scalar(db.select(db.func.count(ChatPost.id))) == 1


def test_chat_says_that_something_burns_and_not_what(
    cast: Cast, night: Shift, crew: list[User], chat: WebhookSink
) -> None:
    before = Shift(rota_id=night.rota_id, day=night.day, kind=night.kind, role=Role.PRIMARY, points=1, user=crew[-1])
    before.starts_at, before.ends_at = night.starts_at - timedelta(hours=9), night.starts_at
    before.reason, before.changed_at = night.reason, NOON
    db.session.add(before)
    db.session.flush()
    handoff = handing_over.write(before, Words("ディスクが残り 8%", "秘密"), by=crew[-1], now=before.ends_at)

    look(cast, night.starts_at)

    (text,) = chat.texts
    assert "燃えているものがあります" in text
    assert f"/oncall/handoffs/{handoff.id}/" in text
    assert "ディスク" not in text
    assert "秘密" not in text
