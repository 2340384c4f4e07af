"""How much of meetings one person makes in an hour, form by form; of several limits the first that is full is told."""

from studyhub.audit.limits import Limit, recorded
from studyhub.meetings.thoughts.models import Thought

# Whoever leaves and joins, or calls off and undoes, tells others each time.
_SESSIONS = recorded(40, "meeting.added")
_CHANGES = recorded(
    60, "meeting.updated", "meeting.cancelled", "meeting.restored", "meeting.postponed", "meeting.rescheduled"
)
_TAKING_PART = recorded(60, "circle.joined", "circle.left")
_ASKED = recorded(120, "chapter.suggested", "chapter.taken_off", "chapter.asking_stopped")
_COVER = recorded(20, "chapter.cover_wanted")
_CHAPTERS = recorded(120, *(f"chapter.{word}" for word in ("claimed", "given_back", "accepted", "declined", "ready")))
_ARRANGING = ("guest_named", "merged", "moved", "split", "swapped", "read_together", "presented_again", "decided")
_ARRANGED = recorded(
    120,
    *(f"chapter.{word}" for word in _ARRANGING),
)
_MATERIAL = recorded(60, "chapter.link_added", "chapter.link_removed", "chapter.links_ordered")
_PROPOSED = recorded(20, "chapter.proposed")
_ANSWERED = recorded(60, "chapter.proposal_agreed", "chapter.proposal_declined", "chapter.proposal_withdrawn")
_THOUGHTS = Limit(120, Thought.written_at, Thought.user_id)

LIMITS = {
    "meetings.accept_assignment": (_CHAPTERS,),
    "meetings.accept_proposal": (_ANSWERED,),
    "meetings.create": (_SESSIONS,),
    "meetings.create_asking": (_ASKED,),
    "meetings.create_asking_for_all": (_ASKED,),
    "meetings.create_cancellation": (_CHANGES,),
    "meetings.create_cover_request": (_COVER, _ASKED),
    "meetings.create_decision": (_CHANGES, _ARRANGED),
    "meetings.create_division": (_ARRANGED,),
    "meetings.create_guest": (_ARRANGED,),
    "meetings.create_link": (_MATERIAL,),
    "meetings.create_move": (_ARRANGED,),
    "meetings.create_participation": (_TAKING_PART,),
    "meetings.create_postponement": (_CHANGES,),
    "meetings.create_proposal": (_PROPOSED,),
    "meetings.create_reading_together": (_ARRANGED,),
    "meetings.create_suggestion": (_ASKED,),
    "meetings.create_swap": (_ARRANGED,),
    "meetings.create_thought": (_THOUGHTS,),
    "meetings.create_union": (_ARRANGED,),
    "meetings.decline_assignment": (_CHAPTERS,),
    "meetings.decline_proposal": (_ANSWERED,),
    "meetings.delete_cancellation": (_CHANGES,),
    "meetings.delete_cover_request": (_ARRANGED,),
    "meetings.delete_decision": (_CHANGES, _ARRANGED),
    "meetings.delete_link": (_MATERIAL,),
    "meetings.delete_participation": (_TAKING_PART,),
    "meetings.delete_presenter": (_ASKED,),
    "meetings.delete_proposal": (_ANSWERED,),
    "meetings.delete_reading_together": (_ARRANGED,),
    "meetings.move_link": (_MATERIAL,),
    "meetings.update": (_CHANGES,),
    "meetings.update_assignment": (_COVER, _CHAPTERS),
    "meetings.update_date": (_CHANGES,),
}
