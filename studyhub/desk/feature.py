"""The editors' page: what is stuck on its way out, over all circles."""

from studyhub.audit.limits import recorded
from studyhub.desk import messages, views
from studyhub.desk.handed_in.trail_words import ACTIONS
from studyhub.desk.models import BlogSlot, KeptInside, Nudge
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople
from studyhub.people.readers import is_editor
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

_NUDGES = recorded(60, "desk.told")
_KEPT = recorded(60, "note.kept_inside", "note.kept_inside_undone")
_SLOTS = recorded(60, "slot.planned", "slot.freed")

DESK = Feature(
    name="desk",
    blueprints=(views.bp,),
    menu=(Entry(Menu.PERSON, 15, "/desk/", _l("On the way out"), is_for=is_editor),),
    messages=messages.KINDS,
    actions=ACTIONS,
    of_people=OfPeople(moved=(Nudge.by_id, KeptInside.by_id, BlogSlot.by_id)),
    limits={
        "desk.create_consultation": (_NUDGES,),
        "desk.create_keeping": (_KEPT,),
        "desk.create_review_nudge": (_NUDGES,),
        "desk.create_scribe_nudge": (_NUDGES,),
        "desk.create_slot": (_SLOTS,),
        "desk.delete_keeping": (_KEPT,),
        "desk.delete_slot": (_SLOTS,),
        "desk.update": (recorded(30, "desk.updated"),),
    },
)
