"""What of rounds events of the audit trail are about, never named by a text."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.circles import queries as circles
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.sos.models import HelpWanted, TeamUpdate
from studyhub.words import dates


def _updates(_reader: User) -> Select[TeamUpdate]:
    rows = select(TeamUpdate).join(Meeting, Meeting.id == TeamUpdate.meeting_id)
    seen = circles.is_visible(Meeting.circle_id, is_member=True)
    return rows.where(seen).options(joinedload(TeamUpdate.team), joinedload(TeamUpdate.meeting))


def _update(update: TeamUpdate) -> list[Subject]:
    name = f"{update.team.name} {dates.when(update.meeting.starts_at)}"
    return [Subject(name, f"/sos/{update.meeting_id}/")]


def _wishes(_reader: User) -> Select[HelpWanted]:
    rows = select(HelpWanted).join(Meeting, Meeting.id == HelpWanted.meeting_id)
    return rows.where(circles.is_visible(Meeting.circle_id, is_member=True)).options(joinedload(HelpWanted.team))


def _wish(wanted: HelpWanted) -> list[Subject]:
    return [Subject(wanted.team.name, f"/sos/#help-{wanted.id}")]


SUBJECTS = (SubjectKind(TeamUpdate, _updates, _update), SubjectKind(HelpWanted, _wishes, _wish))
