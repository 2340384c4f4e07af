"""Saying no to a chapter from the home page."""

from lxml import html

from studyhub.meetings.assigning import suggestions
from studyhub.meetings.assigning.models import AssignmentState
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of


def test_whoever_declines_from_home_may_say_why(cast: Cast) -> None:
    asked = suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    page = cast.browser(cast.botan)
    shown = html.document_fromstring(page.get("/").text)
    form = next(one for one in shown.iter("form") if one.get("action") == f"/assignments/{asked.id}/refusal")
    assert isinstance(form, html.FormElement)
    assert "reason" in form.fields

    page.post(str(form.action), data={"reason": "その日は出張です"})

    assert (asked.state, asked.reason) == (AssignmentState.DECLINED, "その日は出張です")
