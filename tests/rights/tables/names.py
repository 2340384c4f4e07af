"""What an argument of an address or a field of a form may stand for: the rows of the World, each by a name."""

from typing import Any

from studyhub.calendars import circle_addresses
from studyhub.circles.models import Participation
from studyhub.db import db
from studyhub.delivery.mailing import unsubscribing
from studyhub.delivery.mailing.unsubscribing import Unsubscription
from studyhub.delivery.models import InboxItem
from studyhub.duty import addresses as duty_addresses
from studyhub.meetings.assigning.cover.claim_links import Claim, claim_path
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.paths.steps import StepKind
from studyhub.people.addresses import Purpose
from studyhub.people.models import Device
from studyhub.reminders import links
from tests.cast import NOON
from tests.conftest import SECRET_KEY
from tests.meetings.scenes import chapter_of, meetings_of
from tests.rights.tables.world import World, planted, secret_of


def _absence(world: World) -> links.Absence:
    signup = signup_queries.active_signup(world.coming, world.user("botan"))
    assert signup is not None
    return links.Absence(signup.id, world.coming.starts_at)


def _of_botan(world: World) -> Participation:
    of_circle = db.select(Participation).where(Participation.circle_id == world.circle.id)
    mine: Participation = db.session.scalars(of_circle.where(Participation.user_id == world.user("botan").id)).one()
    return mine


def _claim_of_botan(world: World) -> str:
    """The token of a chapter that nobody has."""
    declined = world.meetings[-1]
    offered = Claim(world.user("botan").id, declined.id, chapter_of(declined).id, declined.starts_at)
    return claim_path(SECRET_KEY, offered).rpartition("/")[2]


def names_of(world: World) -> dict[str, Any]:
    """The value of each name."""
    botan = world.user("botan")
    return {
        "slug": world.circle.slug,
        "open": world.open.slug,
        "unorganized": world.unorganized.id,
        "ichi": world.user("ichi").id,
        # Part of a phrase: pages that repeat what was typed are no leak.
        "passage": "7note-shared7",
        "open_meeting": meetings_of(world.open)[0].id,
        "team": world.cast.team.slug,
        "other_team": world.other_team.id,
        "other_slug": world.other_team.slug,
        "closed_team": world.closed_team.slug,
        "meeting_id": world.coming.id,
        "held": world.held.id,
        "next": world.meetings[-2].id,
        "cancelled": world.cancelled.id,
        "postponed": world.postponed.id,
        "chapter_id": chapter_of(world.coming).id,
        "asked_chapter": chapter_of(world.asked).id,
        "assignment_id": world.suggestion.id,
        "taken": world.taken.id,
        "proposal_id": world.proposal.id,
        "link_id": world.link.id,
        "thought_id": world.thought.id,
        "thanks_id": world.thanks.id,
        "open_thought": world.open_thought.id,
        "taking": world.taking.id if world.taking else 0,
        "taken_back": world.taken_back.id,
        "action_id": world.action.id,
        "done_action": world.done_action.id,
        "decision_id": world.decision.id,
        "dropped_decision": world.dropped_decision.id,
        "note_id": world.note.id,
        "draft_note": world.draft.id,
        "unasked_note": world.unasked_note.id,
        "free_day": "2026-12-08",
        "slot_day": "2026-12-18",
        "open_note": world.open_note.id,
        "kept_note": world.kept_note.id,
        "base": world.note.head_id,
        "public_note": world.public_note.id,
        "release_id": world.request.id,
        "sha256": world.request.sha256,
        "approved": world.release.id,
        "number": 1,
        "item_id": db.session.scalar(db.select(InboxItem.id).where(InboxItem.user_id == botan.id)),
        "message_id": world.failed_mail.id,
        "device_id": db.session.scalar(db.select(Device.id).where(Device.user_id == botan.id)),
        "period_id": world.period.id,
        "closed_day_id": world.closed_day.id,
        "token_id": world.invitation.id,
        "secret": secret_of(world.invitation),
        "reset": secret_of(world.reset),
        "email_change": secret_of(world.email_change),
        "confirmation": secret_of(world.confirmation),
        "token": world.address_token("botan", Purpose.FEED),
        "calendar": world.address_token("botan", Purpose.CALENDAR),
        "circle_calendar": circle_addresses.token(_of_botan(world), key=SECRET_KEY),
        "duty_screen": duty_addresses.token(world.screen, key=SECRET_KEY),
        "duty_calendar": duty_addresses.token(world.calendar, key=SECRET_KEY),
        "duty_program": duty_addresses.token(world.program, key=SECRET_KEY),
        "address_id": world.screen.id,
        "month": "2026-11",
        "unclosed_month": "2026-10",
        "past_shift": world.past_shift.id,
        "unsubscription": unsubscribing.token(SECRET_KEY, Unsubscription(botan.id, "promoted")),
        "claim": _claim_of_botan(world),
        "absence": links.absence_path(SECRET_KEY, _absence(world)).rpartition("/")[2],
        "stop": links.stop_path(SECRET_KEY, links.Stop(botan.id, world.circle.id), NOON).rpartition("/")[2],
        "user_id": world.user("fumi").id,
        "gen": world.user("gen").id,
        "other_id": world.user("chika").id,
        "pending": world.user("pending").id,
        "invited": world.invitation.user_id,
        "aki": world.user("aki").id,
        "botan": botan.id,
        "chika": world.user("chika").id,
        "webhook_id": world.webhook.id,
        "service_id": world.service.id,
        "rota_id": world.rota.id,
        "group_id": world.alert.group_id,
        "alert_id": world.alert.id,
        "alias_id": world.alias.id,
        "intake_id": world.intake.id,
        "alert_token": world.alert_token,
        "collection_id": world.collection.id,
        "shift_id": world.shift.id,
        "ending_shift": world.ending_shift.id,
        "handoff_id": world.handoff.id,
        "handoff_base": world.handoff.head_number,
        "round": world.round.id,
        "next_round": world.next_round.id,
        "round_team": world.cast.team.id,
        "update_base": world.update.number,
        "help_id": world.wanted.id,
        "claimed_help": world.claimed.id,
        "settled_help": world.settled.id,
        "swap_id": world.swap.id,
        "rota_draft": world.rota_draft.id,
        "retired_service": world.retired_service.id,
        "quirk_base": world.quirk.head_number,
        "retired_quirk": world.retired_quirk.id,
        "quirk_id": world.quirk.id,
        "drill_id": world.drill.id,
        "drill_meeting": world.drill.meeting_id,
        "event_id": world.drill_event.id,
        "press": "asked",
        "debriefing_drill": world.debriefing_drill.id,
        "shared_drill": world.shared_drill.id,
        "remark_id": world.remark.id,
        "attachment_id": world.attachment_id,
        "called_off_drill": world.called_off_drill.id,
        "planned_drill": world.planned_drill.id,
        "others_drill": world.others_drill.id,
        "interrupted_drill": world.interrupted_drill.id,
        "told_scenario": world.told_drill.scenario_id,
        "scenario_id": world.scenario.id,
        "scenario_base": 1,
        "retired_scenario": world.retired_scenario.id,
        "path_id": world.path.id,
        "step_id": world.path.step(StepKind.LISTEN).id,
        "read_step": world.path.step(StepKind.QUIRKS).id,
        "shadowed_path": world.shadowed_path.id,
        "team_id": world.cast.team.id,
        "tag": planted("tag"),
        "open_tag": "open-tag",
        "form": "rss",
        "target": "hugo",
        "purpose": "feed",
        "word": "paused",
        "filename": "studyhub.css",
    }
