"""A pager that answers what no database keeps and no address carries: it is told so, and nothing comes to a stand."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from studyhub.db import db
from studyhub.pager.models import Pager, PagerSpan
from studyhub.rota.models import Shift
from tests.cast import Cast
from tests.pager.conftest import work
from tests.pager.pagerduty_stub import PagerDuty

AN_HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "said",
    [
        {"error": {"message": "lone \ud800, NUL \x00 and \x1b[31m", "code": 2001, "errors": ["\udfff", {"a": None}]}},
        {"error": "\ud800\x00" * 5000},
        {"error": {"message": [["\ud800"]], "errors": {"\ud800": 1}}},
    ],
)
def test_words_that_no_database_keeps_are_kept_as_far_as_one_does(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, said: object
) -> None:
    duty.garbled = 400, json.dumps(said).encode()

    work(cast, night.starts_at - AN_HOUR)

    [span] = db.session.scalars(select(PagerSpan))
    assert (span.trouble, pager.leased_until) == ("status_400", None)
    assert span.said.isprintable()
    span.said.encode()
    assert len(span.said) <= 300


@pytest.mark.parametrize("remote_id", ["\ud800", "Q\x00", "Q" * 300, "Q1/../../users/P1", "", 7, None, ["Q1"]])
def test_an_override_without_an_id_that_can_be_one_is_nonsense(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, remote_id: object
) -> None:
    duty.garbled = 201, json.dumps([{"status": 201, "override": {"id": remote_id}}]).encode()

    work(cast, night.starts_at - AN_HOUR)

    [span] = db.session.scalars(select(PagerSpan))
    assert (span.trouble, span.remote_id, pager.leased_until) == ("nonsense", None, None)


@pytest.mark.parametrize("remote_id", ["\ud800", "Q\x00", "Q" * 300, {"a": 1}, None])
def test_one_found_again_without_an_id_that_can_be_one_is_not_theirs(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, remote_id: object
) -> None:
    duty.loses = True
    work(cast, night.starts_at - AN_HOUR)
    duty.loses = False
    duty.overrides[0]["id"] = remote_id

    work(cast, night.starts_at - AN_HOUR / 2)

    [span] = db.session.scalars(select(PagerSpan))
    assert (span.remote_id, pager.leased_until) == ("Q00002", None)
