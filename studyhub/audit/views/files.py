"""The same as a CSV file that no spreadsheet runs."""

from collections.abc import Iterator

from flask import Response, abort

from studyhub.audit import queries, subjects
from studyhub.audit.models import AuditEvent
from studyhub.audit.views import handed_in
from studyhub.audit.views.blueprint import bp
from studyhub.audit.views.searching import search_form, wanted
from studyhub.audit.words import event_words
from studyhub.circles.models import Circle
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.text.csv_files import local_time
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import admin_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import reader_zone
from studyhub.words.saying import gettext as _

FILE_ROWS_MAX = 10_000
# Ids go to the database as arguments, of which it takes only so many.
ROWS_AT_ONCE = 1_000


@bp.get("/audit/events.csv")
@admin_required
def show_file() -> Response:
    """Everything that was decided in the organisation; at most the newest 10,000 rows."""
    return _file(None)


@bp.get("/circles/<slug>/audit.csv")
@member_required
def show_circle_file(slug: str) -> Response:
    """What was decided in one circle."""
    return _file(organized_circle(slug))


def _file(circle: Circle | None) -> Response:
    form = search_form(circle)
    if not form.validate():
        abort(400)
    found = list(db.session.scalars(queries.events(wanted(form, circle)).limit(FILE_ROWS_MAX)))
    headings = [_("When"), _("Who"), _("What"), _("About")]
    return csv_answer("audit.csv", headings, _rows(found))


def _rows(events: list[AuditEvent]) -> Iterator[list[str]]:
    zone, actions, kinds = reader_zone(), handed_in.actions(), handed_in.kinds()
    for start in range(0, len(events), ROWS_AT_ONCE):
        some = events[start : start + ROWS_AT_ONCE]
        known = subjects.known_to(current_user(), some, kinds)
        for event in some:
            about = " / ".join(subject.name for subject in known.subjects(event))
            who = event.actor.name if event.actor else ""
            yield [local_time(event.at, zone), who, event_words(event, actions), about]
