"""What went out month by month, and how long that took: counted, never named."""

from datetime import UTC, date, datetime, timedelta

from studyhub.desk.figures import Figure, figures
from studyhub.notes.releases import releasing
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to
from tests.notes.notebook import published

TOKYO = "Asia/Tokyo"
TODAY = date(2026, 12, 4)


def test_each_month_counts_what_first_went_out_in_it_by_the_clocks_of_the_organisation(cast: Cast) -> None:
    release = published(cast)
    # In Tokyo it is December already.
    release.first_approved_at = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)
    release.note.first_shared_at = release.first_approved_at - timedelta(days=3, hours=12)

    found = figures(TODAY, TOKYO)

    assert found.months[:2] == [Figure(date(2026, 12, 1), 1, 3.5), Figure(date(2026, 11, 1), 0, None)]
    assert (len(found.months), found.months[-1].first) == (12, date(2026, 1, 1))
    assert (found.all.count, found.all.median_days) == (1, 3.5)


def test_what_was_taken_back_went_out_all_the_same_and_what_is_older_does_not_count(cast: Cast) -> None:
    release = published(cast)
    releasing.retract(release, by=cast.editor, now=NOON)
    assert figures(TODAY, TOKYO).all.count == 1

    release.first_approved_at = datetime(2025, 12, 31, 14, 59, tzinfo=UTC)

    assert figures(TODAY, TOKYO).all.count == 0


def test_editors_read_them_in_a_table(cast: Cast) -> None:
    published(cast)
    go_to(NOON)

    page = cast.browser(cast.editor).get("/desk/").text

    assert "直近12か月の公開（1件）" in page
    assert '<th scope="row">12月</th><td class="number">1</td>' in page
