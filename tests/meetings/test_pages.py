"""Pages of meetings answer for whoever may see them."""

import pytest

from tests.cast import NOON, Cast, query_count  # noqa: F401


@pytest.mark.parametrize("page", ["", "people", "edit", "cancellation", "people.csv", "chapters/1/edit", "date"])
def test_pages_answer(cast: Cast, page: str) -> None:
    if page.startswith("chapters"):
        from studyhub.meetings import chapter_queries
        page = f"chapters/{chapter_queries.chapters(cast.meeting)[0].id}/edit"
    r = cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/{page}")
    assert r.status_code == 200, r.text
