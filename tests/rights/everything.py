"""All that a person can get from the application: pages, feeds, calendars, files, exports, refusals and mail."""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.delivery.texts import kinds_of
from studyhub.people.addresses import Purpose
from studyhub.words.speaking import speaking
from tests.rights.answers import Answer, answers, kept_for_the_run, kind
from tests.rights.tables.expected import ROWS
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, rule_of
from tests.rights.tables.world import World

# Names of the world that an argument of an address may stand for. A page of a tag repeats it: no secret one is asked.
ROWS_OF = {
    "drill_id": ["drill_id", "debriefing_drill", "shared_drill", "called_off_drill"],
    "meeting_id": ["meeting_id", "held", "cancelled", "postponed", "open_meeting", "round", "next_round"],
    "note_id": ["note_id", "draft_note", "unasked_note", "public_note"],
    "release_id": ["release_id", "approved"],
    "slug": ["slug", "open", "team"],
    "tag": ["open_tag"],
    "user_id": ["botan", "pending", "invited"],
}
FORMS = ["rss", "atom", "json"]
# Whoever has these was sent them.
SENT = {"secret"}
# Asks every list for everything; it holds no whole phrase, which the page would repeat.
QUERY = "q=planted7&past=all"
OPEN_TO_ADMINISTRATORS = ["/people/?show=pending", "/people/?show=gone", "/people/?show=without_password"]


def got_by(place: Place, role: str) -> list[tuple[str, str]]:
    """Where, and what stands there; asked once in a run."""
    return kept_for_the_run(f"got-{kind(place)}-{role}", lambda: list(_ask_for_all(place, role)))


def _ask_for_all(place: Place, role: str) -> Iterator[tuple[str, str]]:
    given = answers(place, role)
    known = {one.address: one for one in given.values() if one.method == "GET"}
    for row in ROWS:
        if row.method not in UNSAFE:
            for to in _addresses(place.world, rule_of(place.app, row.endpoint), role):
                yield to, text_of(known[to] if to in known else place.world.ask(role, "GET", to))
        elif row.answers[role][0] >= 400 or row.endpoint.endswith("_export"):
            yield given[row[:3]].address, text_of(given[row[:3]])
    for to in OPEN_TO_ADMINISTRATORS:
        yield to, place.world.ask(role, "GET", to).text


def _addresses(world: World, rule: Rule, role: str) -> list[str]:
    """The addresses of a rule that the person knows or may guess."""
    if rule.arguments & SENT:
        return []
    names = sorted(rule.arguments & {*ROWS_OF, "form", "token"})
    tried = product(*[_values(world, rule, name, role) for name in names])
    given: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in tried]
    found = dict.fromkeys(address(world, rule, "", **one) for one in given)
    return [to if "?" in to or rule.arguments else f"{to}?{QUERY}" for to in found]


def _values(world: World, rule: Rule, name: str, role: str) -> list[Any]:
    if name == "form":
        return list(FORMS)
    if name == "token":
        purpose = Purpose.CALENDAR if rule.endpoint.startswith("calendars") else Purpose.FEED
        return [world.address_token(role, purpose)] if world.people[role] else []
    return [world.names[one] for one in ROWS_OF[name]]


def text_of(answer: TestResponse | Answer) -> str:
    """Everything an answer says: all files of an archive, long lines whole."""
    if answer.mimetype == "application/zip":
        with ZipFile(BytesIO(answer.data)) as files:
            return "\n".join(name + files.read(name).decode() for name in files.namelist())
    # iCalendar folds its lines.
    return answer.text.replace("\r\n ", "")


def mails(place: Place) -> Iterator[tuple[int | None, str, str]]:
    """Messages that wait: to whom, of what kind, and everything they say."""
    for message in db.session.scalars(db.select(OutboxMessage)):
        kind = kinds_of(place.app)[message.kind]
        with speaking("ja", "Asia/Tokyo"):
            yield message.recipient_id, message.kind, repr(kind.render(message.payload, "ja"))
