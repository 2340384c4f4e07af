"""What people are told about meetings and chapters, by kind."""

from studyhub.delivery.texts import Kind
from studyhub.meetings.assigning.between import notices
from studyhub.meetings.messages import chapters, proposals, sessions, wanted
from studyhub.words.saying import lazy_gettext as _l

_MEETINGS = _l("Sessions I signed up for")
_CHAPTERS = _l("Chapters")

KINDS = {
    "promoted": Kind(sessions.promoted, _l("A seat is yours after waiting"), _MEETINGS),
    "meeting_changed": Kind(sessions.meeting_changed, _l("Time or place changed"), _MEETINGS),
    "meetings_moved": Kind(sessions.meetings_moved, _l("Several sessions moved at once"), _MEETINGS),
    "book_changed": Kind(sessions.book_changed, _l("A circle goes on with another book"), _MEETINGS),
    "meeting_cancelled": Kind(sessions.meeting_cancelled, _l("Session called off"), _MEETINGS),
    "meeting_restored": Kind(sessions.meeting_restored, _l("Session takes place after all"), _MEETINGS),
    "assignment_suggested": Kind(chapters.assignment_suggested, _l("I am asked to present"), _CHAPTERS),
    "assignment_taken": Kind(chapters.assignment_taken, _l("A chapter has its presenter"), _CHAPTERS),
    "assignment_declined": Kind(chapters.assignment_declined, _l("Somebody I asked declined"), _CHAPTERS),
    "assignment_given_back": Kind(chapters.assignment_given_back, _l("A chapter is given back"), _CHAPTERS),
    "nobody_left": Kind(chapters.nobody_left, _l("Nobody is left to ask for a chapter"), _CHAPTERS),
    "cover_wanted": Kind(chapters.cover_wanted, _l("Somebody looks for cover"), _CHAPTERS),
    "chapters_wanted": Kind(
        chapters.chapters_wanted, _l("A chapter I could take wants a presenter"), _CHAPTERS, write=wanted.mail
    ),
    "cannot_present": Kind(chapters.cannot_present, _l("A presenter drops out shortly before"), _CHAPTERS),
    "cover_sought": Kind(chapters.cover_sought, _l("Somebody noted that I cannot present"), _CHAPTERS),
    "chapter_swapped": Kind(chapters.chapter_swapped, _l("My chapter was swapped"), _CHAPTERS),
    "chapter_proposed": Kind(
        proposals.chapter_proposed,
        _l("Somebody proposes a swap or a chapter to me"),
        _CHAPTERS,
        holds=notices.is_waited_for,
    ),
    "proposal_answered": Kind(proposals.proposal_answered, _l("What I proposed is answered"), _CHAPTERS),
    "proposal_agreed": Kind(proposals.proposal_agreed, _l("Two presenters agreed on their chapters"), _CHAPTERS),
    "proposal_ended": Kind(proposals.proposal_ended, _l("A proposal between presenters is over"), _CHAPTERS),
    "signup_removed": Kind(sessions.signup_removed, _l("I am taken off the list of a session"), _MEETINGS),
    "chapter_taken_off": Kind(chapters.chapter_taken_off, _l("A chapter is taken from me"), _CHAPTERS),
    "thought_wiped": Kind(sessions.thought_wiped, _l("A thought of mine was wiped"), _MEETINGS),
    "thanked": Kind(chapters.thanked, _l("Somebody thanks me for presenting"), _CHAPTERS),
    "plan_changed": Kind(sessions.plan_changed, _l("The plan of a session changed shortly before"), _MEETINGS),
    "plan_restored": Kind(sessions.plan_restored, _l("A change of plan was taken back"), _MEETINGS),
}
