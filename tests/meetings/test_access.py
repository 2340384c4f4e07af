"""Who may call which page of meetings: a visitor, somebody who may not see the circle, a participant, the organiser."""

import pytest
from flask import Flask

from studyhub.circles.models import Visibility
from studyhub.meetings import assignments
from studyhub.people.models import UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, meetings_of

MEETING, CHAPTER = "/meetings/{meeting}", "/meetings/{meeting}/chapters/{chapter}"
DATE = {"day": "2026-12-20", "start": "19:00", "minutes": "90"}
EDIT = {**DATE, "facilitator_id": "0", "scribe_id": "0", "format": ""}

# (visitor, Chika, Botan, Aki) of a circle for participants only; 401: the sign-in page, carrying what was typed.
MEMBERS = [401, 404, 303, 303]
ORGANIZERS = [401, 404, 403, 303]
SHOWN_TO_ORGANIZERS = [302, 404, 403, 200]
ANSWERS = {
    ("GET", "meetings.show", f"{MEETING}/"): ([404, 404, 200, 200], {}),
    ("POST", "meetings.create_signup", f"{MEETING}/signup"): (MEMBERS, {}),
    ("POST", "meetings.delete_signup", f"{MEETING}/signup/delete"): (MEMBERS, {}),
    ("POST", "meetings.create_absence", f"{MEETING}/absence"): (MEMBERS, {}),
    ("POST", "meetings.create_participation", "/circles/{slug}/participation"): (MEMBERS, {}),
    ("POST", "meetings.delete_participation", "/circles/{slug}/participation/delete"): (MEMBERS, {}),
    ("GET", "meetings.people", f"{MEETING}/people"): ([302, 404, 200, 200], {}),
    # Chika may not see the circle, so nobody can sign her up.
    ("POST", "meetings.create_person", f"{MEETING}/people"): ([401, 404, 403, 422], {"user_id": "{chika}"}),
    ("POST", "meetings.delete_person", f"{MEETING}/people/{{botan}}/delete"): (ORGANIZERS, {}),
    ("GET", "meetings.people_csv", f"{MEETING}/people.csv"): (SHOWN_TO_ORGANIZERS, {}),
    ("GET", "meetings.edit", f"{MEETING}/edit"): (SHOWN_TO_ORGANIZERS, {}),
    ("POST", "meetings.update", f"{MEETING}/edit"): (ORGANIZERS, EDIT),
    ("GET", "meetings.new", "/circles/{slug}/meetings/new"): (SHOWN_TO_ORGANIZERS, {}),
    ("POST", "meetings.create", "/circles/{slug}/meetings/new"): (ORGANIZERS, DATE),
    ("POST", "meetings.delete", f"{MEETING}/delete"): (ORGANIZERS, {}),
    ("GET", "meetings.new_cancellation", f"{MEETING}/cancellation"): (SHOWN_TO_ORGANIZERS, {}),
    ("POST", "meetings.create_cancellation", f"{MEETING}/cancellation"): (
        ORGANIZERS,
        {"reason": "Ill", "chapters": "slide"},
    ),
    ("POST", "meetings.delete_cancellation", f"{MEETING}/cancellation/delete"): (ORGANIZERS, {}),
    ("POST", "meetings.create_postponement", f"{MEETING}/postponement"): (ORGANIZERS, {}),
    ("GET", "meetings.edit_date", f"{MEETING}/date"): (SHOWN_TO_ORGANIZERS, {}),
    ("POST", "meetings.update_date", f"{MEETING}/date"): (ORGANIZERS, DATE),
    # Before the start it leads back to the session.
    ("GET", "meetings.attendance", f"{MEETING}/attendance"): ([302, 404, 403, 302], {}),
    ("POST", "meetings.update_attendance", f"{MEETING}/attendance"): (ORGANIZERS, {}),
    ("GET", "meetings.index_checkins", "/check-in"): ([302, 200, 200, 200], {}),
    ("GET", "meetings.new_checkin", f"{MEETING}/check-in"): ([302, 404, 200, 200], {}),
    # Without a code the form comes back.
    ("POST", "meetings.create_checkin", f"{MEETING}/check-in"): ([401, 404, 422, 422], {}),
    ("GET", "meetings.show_checkin_code", f"{MEETING}/check-in/code"): (SHOWN_TO_ORGANIZERS, {}),
    ("POST", "meetings.update_checkin_code", f"{MEETING}/check-in/code"): (ORGANIZERS, {}),
    ("GET", "meetings.show_attendance", "/circles/{slug}/attendance"): ([302, 404, 200, 200], {}),
    ("GET", "meetings.attendance_csv", "/circles/{slug}/attendance.csv"): (SHOWN_TO_ORGANIZERS, {}),
    ("GET", "meetings.show_own_record", "/profile/attendance"): ([302, 200, 200, 200], {}),
    ("POST", "meetings.update_assignment", f"{CHAPTER}/assignment"): (MEMBERS, {"action": "give_back"}),
    # Answering is for the one who is asked.
    ("POST", "meetings.accept_assignment", "/assignments/{assignment}/acceptance"): ([401, 404, 303, 404], {}),
    ("POST", "meetings.decline_assignment", "/assignments/{assignment}/refusal"): ([401, 404, 303, 404], {}),
    ("GET", "meetings.edit_chapter", f"{CHAPTER}/edit"): (SHOWN_TO_ORGANIZERS, {}),
    ("POST", "meetings.create_suggestion", f"{CHAPTER}/suggestion"): (ORGANIZERS, {"user_id": "{botan}"}),
    ("POST", "meetings.create_asking", f"{CHAPTER}/asking"): (ORGANIZERS, {}),
    ("POST", "meetings.create_asking_for_all", "/circles/{slug}/asking"): (ORGANIZERS, {}),
    ("POST", "meetings.update_last", f"{CHAPTER}/presenters/{{assignment}}/last"): (ORGANIZERS, {}),
    ("POST", "meetings.create_decision", f"{CHAPTER}/decision"): (ORGANIZERS, {"instead": "next"}),
    # Nothing is there to swap with.
    ("POST", "meetings.create_swap", f"{CHAPTER}/swap"): ([401, 404, 403, 422], {"chapter_id": "1"}),
    ("GET", "meetings.loads", "/circles/{slug}/loads"): (SHOWN_TO_ORGANIZERS, {}),
    ("POST", "meetings.create_guest", f"{CHAPTER}/guest"): (ORGANIZERS, {"name": "Guest"}),
    ("POST", "meetings.delete_presenter", f"{CHAPTER}/presenters/{{assignment}}/delete"): (ORGANIZERS, {}),
    ("POST", "meetings.create_division", f"{CHAPTER}/division"): (ORGANIZERS, {"first": "1", "second": "2"}),
    ("POST", "meetings.create_union", f"{CHAPTER}/union"): (ORGANIZERS, {}),
    ("POST", "meetings.create_move", f"{CHAPTER}/move"): (ORGANIZERS, {"meeting_id": "{next}"}),
}


@pytest.mark.parametrize(("method", "endpoint", "address"), ANSWERS, ids=[key[1] for key in ANSWERS])
def test_who_may(cast: Cast, method: str, endpoint: str, address: str) -> None:
    expected, data = ANSWERS[method, endpoint, address]
    names = _private_circle(cast)
    fields = {name: value.format(**names) for name, value in data.items()}

    answers = [
        cast.browser(user).open(address.format(**names), method=method, data=fields).status_code
        for user in (None, cast.chika, cast.botan, cast.aki)
    ]

    assert answers == expected


def _private_circle(cast: Cast) -> dict[str, object]:
    cast.circle.visibility, cast.circle.has_checkin = Visibility.PARTICIPANTS, True
    chapter = chapter_of(cast.meeting)
    taken = assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    return {
        "meeting": cast.meeting.id,
        "next": cast.meetings[1].id,
        "chapter": chapter.id,
        "assignment": taken.id,
        "slug": cast.circle.slug,
        "botan": cast.botan.id,
        "chika": cast.chika.id,
    }


def test_every_page_of_meetings_says_who_may(app: Flask) -> None:
    known = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith("meetings.")
    }

    assert known == {(method, endpoint) for method, endpoint, _ in ANSWERS}


@pytest.mark.parametrize(("visibility", "expected"), [(Visibility.PUBLIC, 303), (Visibility.INSIDE, 404)])
def test_who_waits_to_be_accepted_signs_up_for_public_circles_only(
    cast: Cast, visibility: Visibility, expected: int
) -> None:
    [meeting] = meetings_of(cast.new_circle(cast.aki, title="Open", visibility=visibility, meetings=1))
    pending = cast.person("Pending", state=UserState.PENDING)

    answer = cast.browser(pending).post(f"/meetings/{meeting.id}/signup")

    assert answer.status_code == expected


def test_who_waits_to_be_accepted_claims_nothing(cast: Cast) -> None:
    [meeting] = meetings_of(cast.new_circle(cast.aki, title="Open", visibility=Visibility.PUBLIC, meetings=1))
    pending = cast.person("Pending", state=UserState.PENDING)
    address = f"/meetings/{meeting.id}/chapters/{chapter_of(meeting).id}/assignment"

    answer = cast.browser(pending).post(address, data={"action": "claim"})

    assert answer.status_code == 403
