"""The first page of whoever is no member."""

from studyhub.circles.models import Visibility
from studyhub.people.models import UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to
from tests.publishing.served import public, released


def test_a_visitor_reads_what_is_public_and_no_name_of_anybody(cast: Cast) -> None:
    public(cast)
    cast.new_circle(cast.aki, title="Closed", visibility=Visibility.INSIDE)
    released(cast)
    go_to(NOON)

    page = cast.browser().get("/").text

    assert 'href="/circles/sre/"' in page
    assert 'href="/feeds/"' in page
    assert "今週の回" in page
    assert "新しいノート" in page
    assert [name for name in ("Aki", "Botan", "Closed") if name in page] == []


def test_where_nothing_is_public_the_way_in_is_said(cast: Cast) -> None:
    page = cast.browser().get("/").text

    assert "公開中の会はありません" in page
    assert "SRE" not in page


def test_whoever_waits_to_be_accepted_may_sign_up_for_what_is_public(cast: Cast) -> None:
    public(cast)
    waiting = cast.person("Pending", state=UserState.PENDING)
    go_to(NOON)

    assert f'action="/meetings/{cast.meeting.id}/signup?back=home"' in cast.browser(waiting).get("/").text
