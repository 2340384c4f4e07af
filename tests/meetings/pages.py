"""Pages of meetings, as somebody who reads English opens them."""

from datetime import timedelta

from studyhub.circles.models import Visibility
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from tests.cast import Browser, Cast
from tests.meetings.scenes import meetings_of


def english(cast: Cast, user: User | None) -> Browser:
    """A browser that speaks English."""
    browser = cast.browser(user)
    browser.set_cookie("language", "en")
    return browser


def page(cast: Cast, user: User | None, meeting: Meeting, rest: str = "") -> str:
    """What a meeting's page says, or one below it."""
    return english(cast, user).get(f"/meetings/{meeting.id}/{rest}").text


def followed(browser: Browser, address: str, **data: str) -> str:
    """Press a button and read the page one is led to."""
    answer = browser.post(address, data=data)
    assert answer.status_code == 303
    return browser.get(answer.location).text


def public_meeting(cast: Cast) -> Meeting:
    """A meeting of a public circle, with a place, links and a facilitator."""
    [meeting] = meetings_of(cast.new_circle(cast.aki, title="Open", visibility=Visibility.PUBLIC, meetings=1))
    meeting.place, meeting.online_url = "Room B", "https://meet.example.com/x"
    meeting.slides_url, meeting.recording_url = "https://example.com/slides", "https://example.com/recording"
    meeting.facilitator_id = cast.aki.id
    return meeting


def edited(meeting: Meeting, **changes: str) -> dict[str, str]:
    """The form of a meeting as it stands, with some changes."""
    starts_at = meeting.starts_at + timedelta(hours=9)
    fields = {"day": f"{starts_at:%Y-%m-%d}", "start": f"{starts_at:%H:%M}", "minutes": "90", "format": ""}
    return {**fields, "facilitator_id": "0", "scribe_id": "0", **changes}
