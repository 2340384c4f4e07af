"""What one person makes in an hour has a limit: each rule that makes something says which, or why it has none."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.audit.limits import HOUR, Limit
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.features import FEATURES
from studyhub.people.models import User
from studyhub.web.guards import hourly_to_one
from tests.cast import NOON
from tests.rights.tables.places import Place
from tests.rights.tables.routes import address, fields, rule_of, unsafe_rules
from tests.rights.test_csrf import TYPED_ANEW

# Nobody is signed in, or tries are counted by accounts.attempts, or links in accounts.email_changes.
SIGNING_IN = {
    # Counted by the address: alerts.intakes.
    "alerts.create_authorized_firings",
    "alerts.create_firings",
    "accounts.create_organization",
    "accounts.create_session",
    "accounts.delete_session",
    "email_changes.create",
    "invitations.create_account",
    "meetings.create_checkin",
    "registrations.create",
    "registrations.update",
    "resets.create",
    "resets.update",
}
# One row for each thing, or one's own: pressed again, it is the same row, or one more that nobody else sees.
ONES_OWN = {
    "delivery.create_opening",
    "delivery.create_unsubscription",
    "delivery.update",
    "delivery.update_all",
    "delivery.update_preferences",
    "email_changes.delete",
    "email_changes.update",
    "home.create_first_steps",
    "home.delete_first_steps",
    "meetings.create_like",
    "meetings.create_read_tick",
    "meetings.create_showing",
    "meetings.delete_like",
    "meetings.delete_read_tick",
    "meetings.delete_showing",
    "notes.create_presence",
    "notes.create_working_copy",
    "notes.delete_presence",
    "notes.delete_working_copy",
    "preferences.update_language",
    "preferences.update_theme",
    "profile.create_unavailability",
    "profile.delete_device",
    "profile.delete_devices",
    "profile.delete_unavailability",
    "profile.update",
    "profile.update_days",
    "profile.update_password",
    "reminders.create_halt",
    "reminders.create_stop",
    "reminders.delete_halt",
    "reminders.update_circles",
    "rota.create_collection_answer",
}
# A place, and what is recorded at one meeting: one row a person, which no pressing multiplies.
PLACES = {
    "meetings.create_absence",
    # Lines of one record, which has room for 500, each of which names one chapter; and that one has seen an answer.
    "drills.create_event",
    "drills.create_hint",
    "drills.create_hint_request",
    "drills.create_interruption",
    "drills.create_lesson_chapter",
    "drills.create_opening",
    "drills.create_remark",
    "drills.create_sight",
    "drills.delete_interruption",
    "drills.delete_remark",
    "drills.update_words",
    "meetings.create_person",
    "meetings.create_signup",
    # Ten of a person in one meeting.
    "meetings.create_thanks",
    "meetings.delete_person",
    "meetings.delete_signup",
    "meetings.delete_withdrawal",
    "meetings.update_attendance",
    "meetings.update_checkin_code",
    "meetings.create_claim",
    "reminders.create_absence",
}
# Nothing is made: a page, a file, or something taken away or brought back within its limits. Of drafts the newest ten
# are kept.
NOTHING_MADE = {
    "rota.preview_import",
    "alerts.preview_import",
    "alerts.preview_intake",
    "circles.edit_book",
    "circles.new_chapters",
    "circles.new_schedule",
    "meetings.create_restoration",
    "meetings.delete",
    "meetings.delete_taking",
    "meetings.delete_thanks",
    "meetings.delete_thought",
    "meetings.update_last",
    "meetings.update_thought",
    "notes.create_gathering",
    "notes.create_preview",
    "publishing.create_circle_export",
    "publishing.create_note_export",
    "publishing.update_address",
}
# Administrators alone, about the organisation; a list of people is one press.
ADMINISTERING = {
    "circles.create_stand_in",
    "demo.create",
    "mail.create_test",
    "mail.delete",
    "mail.delete_all",
    "mail.update",
    "mail.update_all",
    "meetings.create_wiping",
    "people.delete_sessions",
    "people.update_roles",
    "people.update_state",
    "people_editing.update",
    "people_editing.update_email",
    "people_import.create",
    "people_import.preview",
    "people_merging.create",
    "settings.create_closed_day",
    "settings.delete_closed_day",
    "settings.update",
    "teams.close",
    "teams.create_membership",
    "teams.delete_membership",
    "teams.merge",
    "teams.reopen",
    "teams.update_lead",
}


LIMITS = {endpoint: limits for feature in FEATURES for endpoint, limits in feature.limits.items()}


def test_every_rule_that_changes_something_has_a_limit_or_a_reason_for_none(place: Place) -> None:
    found = {rule.endpoint for _, rule in unsafe_rules(place.app)}

    reasons = [SIGNING_IN, ONES_OWN, PLACES, NOTHING_MADE, ADMINISTERING]
    assert set().union(*reasons, LIMITS) == found
    assert sum(map(len, reasons)) + len(LIMITS) == len(found)


def set_limits(monkeypatch: pytest.MonkeyPatch, endpoint: str, limits: tuple[Limit, ...]) -> None:
    """Let a form have other limits for a test."""
    [handed_in] = [feature.limits for feature in FEATURES if endpoint in feature.limits]
    assert isinstance(handed_in, dict)
    monkeypatch.setitem(handed_in, endpoint, limits)


def make(place: Place, limit: Limit, user: User, count: int) -> None:
    """Let somebody have made so many things just now, as the trail says."""
    for number in range(count):
        action = limit.actions[number % len(limit.actions)]
        event = AuditEvent(at=NOON, actor_id=user.id, action=action, subject_kind="circle", subject_id=1)
        db.session.add(event)
    db.session.commit()


def test_every_limited_form_is_answered_429_with_what_was_typed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    botan = place.world.user("botan")
    answers = {}
    for endpoint, limits in LIMITS.items():
        # Botan wrote thoughts and notes at NOON; one is as good as two hundred.
        few = [limit if limit.actions else limit._replace(most=1) for limit in limits]
        set_limits(monkeypatch, endpoint, tuple(few))
        if few[0].actions:
            make(place, few[0], botan, few[0].most)
        typed = fields(place.world, endpoint, "botan")
        answer = place.world.ask("botan", "POST", address(place.world, rule_of(place.app, endpoint)), data=typed)
        is_kept = all(
            f'name="{name}"' in answer.text for name, value in typed.items() if value and name not in TYPED_ANEW
        )
        # The clock goes on from NOON meanwhile.
        is_told_when = 3000 < int(answer.headers.get("Retry-After", 0)) <= 3600
        answers[endpoint] = (answer.status_code, is_told_when, is_kept)
        place.snapshot.put_back()

    assert {endpoint: answer for endpoint, answer in answers.items() if answer != (429, True, True)} == {}


def test_an_hour_later_it_goes_on_and_others_are_not_held_up(place: Place) -> None:
    world = place.world
    [limit] = LIMITS["circles.create_invitation"]
    make(place, limit, world.user("aki"), limit.most)
    typed = {"user_ids": str(world.people["chika"])}

    statuses = []
    for moment in (NOON, NOON + HOUR - timedelta(minutes=5), NOON + HOUR):
        clock.start_at(moment)
        statuses.append(world.ask("aki", "POST", "/circles/quiet/invitations", data=typed).status_code)
    clock.start_at(NOON)
    others = world.ask("botan", "POST", "/circles/quiet/invitations", data=typed).status_code

    assert (statuses, others) == ([429, 429, 303], 403)


def test_the_page_says_when_it_goes_on(place: Place) -> None:
    [limit] = LIMITS["circles.create_invitation"]
    make(place, limit, place.world.user("aki"), limit.most)

    answer = place.world.ask("aki", "POST", "/circles/quiet/invitations", headers={"Accept-Language": "ja"})

    assert "60分後に送信できます" in answer.text


def test_one_person_is_told_something_by_another_so_often(place: Place) -> None:
    world = place.world
    aki, chika, emi = (world.people[name] for name in ("aki", "chika", "emi"))
    for number in range(hourly_to_one.MOST):
        action, after = (
            ("circle.invited", {"user_ids": [chika]}) if number % 2 else ("circle.organizer_named", {"user_id": chika})
        )
        db.session.add(
            AuditEvent(at=NOON, actor_id=aki, action=action, subject_kind="circle", subject_id=1, after=after)
        )
    db.session.commit()

    statuses = [
        world.ask("aki", "POST", "/circles/quiet/invitations", data={"user_ids": str(person)}).status_code
        for person in (chika, emi)
    ]

    assert statuses == [429, 303]
