"""Drafts of planning are kept between the steps: for their person, for a month, the newest ten."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from studyhub.circles.planning import keeping
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.keeping import DRAFTS_MAX, KEPT_FOR, DraftTooLarge, ForeignDraft
from studyhub.circles.planning.models import KeptDraft
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.people.models import UserState
from tests.cast import NOON, OF_PEOPLE, Cast


def count() -> int:
    """How many drafts there are."""
    return db.session.scalar(select(func.count()).select_from(KeptDraft)) or 0


def test_a_draft_is_for_its_person_alone(cast: Cast) -> None:
    keeping.keep(cast.botan, Draft("a" * 32, toc="1 監視"), now=NOON)

    assert keeping.find(cast.chika, "a" * 32) is None
    assert (keeping.find(cast.botan, "a" * 32) or Draft()).toc == "1 監視"
    with pytest.raises(ForeignDraft):
        keeping.keep(cast.chika, Draft("a" * 32), now=NOON)


def test_what_is_typed_later_takes_the_place_of_what_was(cast: Cast) -> None:
    keeping.keep(cast.botan, Draft("a" * 32, toc="1 監視"), now=NOON)
    keeping.keep(cast.botan, Draft("a" * 32, toc="1 監視とは"), now=NOON)

    assert (count(), (keeping.find(cast.botan, "a" * 32) or Draft()).toc) == (1, "1 監視とは")


def test_a_draft_is_forgotten_a_month_after_its_last_change(cast: Cast) -> None:
    for day in (0, 1):
        keeping.keep(cast.botan, Draft(str(day) * 32), now=NOON + timedelta(days=day))

    keeping.forget_old(NOON + KEPT_FOR + timedelta(hours=1))

    assert keeping.find(cast.botan, "0" * 32) is None
    assert keeping.find(cast.botan, "1" * 32) is not None


def test_the_newest_ten_are_kept(cast: Cast) -> None:
    for number in range(DRAFTS_MAX + 2):
        keeping.keep(cast.botan, Draft(f"{number:032x}"), now=NOON + timedelta(minutes=number))

    assert count() == DRAFTS_MAX
    assert keeping.find(cast.botan, f"{1:032x}") is None


def test_more_than_anybody_types_is_not_kept(cast: Cast) -> None:
    with pytest.raises(DraftTooLarge):
        keeping.keep(cast.botan, Draft(toc="あ" * 200_000), now=NOON)


def test_what_was_begun_last_is_offered_until_a_circle_came_of_it(cast: Cast) -> None:
    older, newer = Draft("a" * 32), Draft("b" * 32)
    keeping.keep(cast.botan, older, now=NOON)
    keeping.keep(cast.botan, newer, now=NOON + timedelta(minutes=1))
    assert (keeping.unfinished(cast.botan) or Draft()).key == "b" * 32

    keeping.settle(cast.botan, newer, now=NOON)

    assert (keeping.unfinished(cast.botan) or Draft()).key == "a" * 32


def test_the_drafts_of_whoever_leaves_go(cast: Cast) -> None:
    keeping.keep(cast.botan, Draft(), now=NOON)
    keeping.keep(cast.chika, Draft(), now=NOON)

    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert count() == 1
