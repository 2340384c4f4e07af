"""How much of circles one person makes in an hour, form by form; of several limits the first that is full is told."""

from studyhub.audit.limits import recorded

# A circle of thirty sessions is one press.
_CIRCLES = recorded(10, "circle.created", "circle.book_changed")
_CHANGES = recorded(
    60, "meeting.updated", "meeting.cancelled", "meeting.restored", "meeting.postponed", "meeting.rescheduled"
)
_CIRCLE_CHANGES = recorded(60, *(f"circle.{word}" for word in ("updated", "running", "paused", "finished", "ended")))
_PEOPLE = recorded(30, "circle.organizer_named", "circle.organizer_left", "circle.taken_out")
_INVITED = recorded(30, "circle.invited", "circle.invitation_withdrawn")

LIMITS = {
    "circles.create": (_CIRCLES,),
    "circles.create_lookup": (recorded(30, "book.looked_up"),),
    "circles.create_invitation": (_INVITED,),
    "circles.create_organizer": (_PEOPLE,),
    "circles.create_study": (_CIRCLES,),
    "circles.delete_invitation": (_INVITED,),
    "circles.delete_organizer": (_PEOPLE,),
    "circles.delete_person": (_PEOPLE,),
    "circles.update": (_CIRCLE_CHANGES,),
    "circles.update_rhythm": (_CIRCLE_CHANGES,),
    "circles.update_state": (_CIRCLE_CHANGES,),
}
