"""Whatever state a thing is in, pages have a word for it."""

from collections.abc import Iterable

import pytest
from flask import Flask

from studyhub.circles.models import CircleKind, CircleState, Format, Visibility
from studyhub.meetings.assigning.models import CURRENT_STATES
from studyhub.meetings.models import AttendanceState, MeetingState, SignupState
from studyhub.notes.stages import Stage

STATES, NAMES = "macros/states.html", "circles/_names.html"


@pytest.mark.parametrize(
    ("template", "macro", "members"),
    [
        (STATES, "circle_state", CircleState),
        (STATES, "signup_state", SignupState),
        (STATES, "assignment_state", ("open", "read_together", *CURRENT_STATES)),
        (STATES, "attendance_state", ("unknown", *AttendanceState)),
        (STATES, "meeting_state", ("held", *MeetingState)),
        (STATES, "note_state", Stage),
        (NAMES, "kind_name", CircleKind),
        (NAMES, "state_name", CircleState),
        (NAMES, "visibility_name", Visibility),
        (NAMES, "format_name", Format),
    ],
)
def test_every_state_has_a_word(app: Flask, template: str, macro: str, members: Iterable[str]) -> None:
    with app.test_request_context("/"):
        say = getattr(app.jinja_env.get_template(template).module, macro)

        assert [member for member in members if not say(member).strip()] == []
