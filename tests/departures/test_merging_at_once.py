"""Two accounts are made one while people press: nobody is held up for ever, and nothing is there twice."""

from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.departures import merging
from studyhub.meetings.models import ACTIVE_STATES, Meeting, Signup
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User
from tests.at_once import at_once
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.meetings.scenes import small_meeting


def test_while_the_person_presses_with_both_accounts(cast: Cast) -> None:
    home = cast.person("Home")
    joining.join(cast.circle, home, now=NOON)
    others = [small_meeting(cast, capacity=3) for _ in range(3)]
    home_id, botan_id = home.id, cast.botan.id
    address = f"/people/{home_id}/merge/{botan_id}"
    meeting_ids = [meeting.id for meeting in others]

    browser, answers = cast.browser(cast.admin), []

    def merge() -> None:
        answers.append(browser.post(address, data={"is_sure": "y"}).status_code)

    def press(user_id: int) -> None:
        user = db.session.get_one(User, user_id)
        signups.sign_up_for_all([db.session.get_one(Meeting, id_) for id_ in meeting_ids], user, now=NOON)

    ends = at_once(cast.app, [merge, lambda: press(home_id), lambda: press(botan_id)])

    assert (ends, answers) == (["done"] * 3, [303])
    if db.session.get_one(User, home_id).merged_into_id is None:
        # What changed at the same moment made it give up as a whole: pressed again, it is done.
        merge()
    assert db.session.get_one(User, home_id).merged_into_id == botan_id
    active = db.select(Signup).where(Signup.user_id == botan_id, Signup.state.in_(ACTIVE_STATES))
    places = [signup.meeting_id for signup in db.session.scalars(active)]
    assert len(places) == len(set(places))


def test_two_administrators_press_at_once(cast: Cast) -> None:
    home = cast.person("Home")
    joining.join(cast.circle, home, now=NOON)
    ids = home.id, cast.botan.id, cast.admin.id

    def merge() -> None:
        going, staying, by = (db.session.get_one(User, id_) for id_ in ids)
        merging.merge(going, staying, OF_PEOPLE, by=by, now=NOON)

    ends = at_once(cast.app, [merge, merge])

    assert ends == ["CannotMerge", "done"]
    held = db.session.scalars(db.select(Commitment.source).where(Commitment.user_id == cast.botan.id)).all()
    assert len(held) == len(cast.meetings)
