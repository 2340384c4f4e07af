"""Who was at a session is named to those who were there and to its organisers, whatever page, file or mail is asked."""

import pytest

from tests.rights.everything import got_by, mails
from tests.rights.tables.places import Place
from tests.rights.tables.world import planted

WALK_IN = planted("name-walk-in")
# That somebody is a member is known to all members: whoever asks people into a circle, or makes a path, chooses among
# them.
LISTS = {"/people/", "/teams/team/", "/training/paths/", "/training/paths/new", "/training/paths/1/edit"}


def _where_named(place: Place, role: str) -> set[str]:
    """The addresses, without their queries, at which the person reads who came besides the organiser."""
    return {to.partition("?")[0] for to, text in got_by(place, role) if WALK_IN in text} - LISTS


@pytest.mark.parametrize("role", ["visitor", "chika", "botan", "emi"])
def test_who_was_not_there_reads_in_no_answer_who_was(place: Place, role: str) -> None:
    assert _where_named(place, role) == set()


def test_the_organizer_reads_it_on_the_pages_of_attendance(place: Place) -> None:
    held = f"/meetings/{place.world.names['held']}"

    assert _where_named(place, "aki") >= {f"{held}/", "/circles/quiet/attendance", "/circles/quiet/attendance.csv"}


def test_no_mail_tells_who_was_there(place: Place) -> None:
    assert [kind for _, kind, text in mails(place) if WALK_IN in text] == []
