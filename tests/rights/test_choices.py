"""A choice that does not come with its form, made by hand or lost on the way, is asked for again, or means little."""

import re

import pytest

from tests.rights.forms import able, choices
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rule_of

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)

# Of whatever form: where to go back to, what a text began from (0: everything since is new), and what is in a draft.
ANYWHERE = {"next", "back", "base", "key", "round", "team", "step"}
# What is taken of a form without the choice, by endpoint, and why that may be.
TAKEN: dict[str, dict[str, str]] = {
    "alerts.create_intake": {"kind": "its page says at once who writes there"},
    **{f"chat.create_for_{owner}": {"form": "a test message shows which it is"} for owner in ("circle", "team")},
    "circles.create": dict.fromkeys(
        (
            "a#",
            "format",
            "h#",
            "is_open_half_way",
            "level",
            "m#",
            "of",
            "reading_name",
            "started_with",
            "visibility",
            "w#",
        ),
        "the draft keeps what was chosen before",
    ),
    "circles.update": dict.fromkeys(("is_open_half_way", "level", "reading_name"), "it says less of itself"),
    "circles.create_study": {"kind": "a study session, as its page says"},
    "circles.new_chapters": dict.fromkeys(("slug", "version"), "the draft keeps what was chosen before"),
    "circles.new_schedule": dict.fromkeys(("b#", "of"), "the draft keeps what was chosen before"),
    "delivery.update_all": {"up_to": "all of the inbox is read, which is what the button says"},
    "drills.create_scenario": {"alert_group_id": "a scenario of no alert"},
    "drills.update_scenario": {"alert_group_id": "it stays what it was made of"},
    "drills.create_lesson_chapter": {"chapter": "a message asks for one, and nothing is changed"},
    "drills.create_sight": {"drill": "one goes on to the scenario, from where it is mostly asked for"},
    "drills.create_spin": {"spin": "the wheel begins again"},
    "duty.create": {"kind": "its page says at once for whom the address is"},
    "meetings.create_cover_request": dict.fromkeys(("absent", "user_id"), "for oneself, who stays"),
    "meetings.create_decision": {"absent": "who presents stays"},
    "meetings.create_participation": {"role": "a participant; a press makes it the other"},
    "meetings.create_thanks": {"presenter": "nothing is said to nobody"},
    "meetings.update_attendance": {
        "absence-#": "nothing was said of absence",
        "shown-#": "it was not on the page",
        "based_on": "everything since is new",
        "walk_in": "nobody walked in",
    },
    "notes.create_approval": {"named": "nobody's name is on it, or it is refused"},
    "notes.update": {"tags_before": "tags of both are kept"},
    "pager.connect": {"kind": "another pager refuses the key"},
    "profile.create_unavailability": dict.fromkeys(("part", "weekday"), "more days away, in a list of one's own"),
    "rota.create_swap": {"giver": "oneself"},
    "sos.create_session": {"kind": "a study session, as its page says"},
    "sos.update": {"help-#-answer": "still wanted", "offered": "everything that happened stays on the card"},
    "alerts.create_name": dict.fromkeys(("name", "service_id"), "refused in a sentence"),
    "circles.create_stand_in": {"user_id": "refused in a sentence"},
}


def test_what_is_taken_without_a_choice_is_listed(place: Place) -> None:
    found: dict[str, set[str]] = {}
    for row in (one for one in ROWS if one.method in UNSAFE):
        for name in sorted(choices(place)[row.endpoint] - ANYWHERE):
            if _status(place, row, name) < 400:
                found.setdefault(row.endpoint, set()).add(re.sub(r"\d+", "#", name))

    assert found == {endpoint: set(names) for endpoint, names in TAKEN.items()}


def _status(place: Place, row: Row, without: str) -> int:
    return _sent(place, row, without)[0]


def _sent(place: Place, row: Row, without: str) -> tuple[int, str, bool]:
    """What a form is answered that lacks one field, and whether rows changed."""
    who = next((role for role in (able(row), *row.answers) if row.answers[role][1]), able(row))
    filled = fields(place.world, row.endpoint, who)
    to = address(place.world, rule_of(place.app, row.endpoint), row.variant)
    rest = {name: value for name, value in filled.items() if name != without}
    answer = place.world.ask(who, row.method, to, data=rest)
    has_changed = bool(place.snapshot.changed())
    place.snapshot.put_back()
    return answer.status_code, answer.text, has_changed


# The choices that matter, with a word of what else was typed.
MATTER = [
    ("alerts.create_decision", "owner_id", "Too early"),
    ("allowance.create_correction", "sign", "Late"),
    ("circles.create_study", "visibility", 'value="Circle"'),
    *(("circles.update", name, 'value="Circle"') for name in ("visibility", "format")),
    ("drills.create_debrief", "verdict", "Well done"),
    ("drills.update_scenario", "difficulty", "Another disk"),
    ("meetings.create_cancellation", "chapters", "Ill"),
    ("services.create_readiness", "state", ""),
    ("services.update", "contact_user_id", "cart-api"),
    ("rota.create_swap", "way", ""),
]


@pytest.mark.parametrize(("endpoint", "name", "typed"), MATTER)
def test_a_choice_that_matters_is_asked_for_and_nothing_typed_is_lost(
    place: Place, endpoint: str, name: str, typed: str
) -> None:
    [row] = [one for one in ROWS if one.endpoint == endpoint and one.method in UNSAFE and not one.variant]

    status, page, has_changed = _sent(place, row, name)

    assert (status, has_changed) == (422, False)
    assert "選んでください。" in page
    assert typed in page
