"""Notes: what was written in sessions, and what of it leaves."""

from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.notes import messages, views
from studyhub.notes.handed_in import searched, waiting
from studyhub.notes.handed_in.departing import OF_PEOPLE
from studyhub.notes.handed_in.limits import LIMITS
from studyhub.notes.handed_in.subjects import SUBJECTS
from studyhub.notes.handed_in.trail_words import ACTIONS
from studyhub.notes.models import Note
from studyhub.search.kinds import Searched
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

NOTES = Feature(
    name="notes",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    waits=(
        Waits(Turn.WRITE, waiting.unwritten, "notes/waits/unwritten.html", waiting.unwritten_rows),
        Waits(Turn.WRITE, waiting.unshared, "notes/waits/unshared.html", waiting.unshared_rows),
        Waits(Turn.WRITE, waiting.sent_back, "notes/waits/sent_back.html", waiting.sent_back_rows),
        Waits(Turn.REVIEW, waiting.releases, "notes/waits/releases.html", waiting.release_rows),
    ),
    actions=ACTIONS,
    subjects=SUBJECTS,
    of_people=OF_PEOPLE,
    menu=(Entry(Menu.BAR, 20, "/notes/", _l("Notes"), covers=("/tags/", "/desk/")),),
    searched=(Searched(0, "notes", _l("Notes"), Note, searched.rows, searched.hits, "notes/_found.html"),),
    limits=LIMITS,
)
