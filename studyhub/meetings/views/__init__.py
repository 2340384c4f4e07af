"""Pages of meetings: one module a thing that is shown or changed, all on one blueprint."""

from studyhub.meetings.views import absences as absences
from studyhub.meetings.views import cancelling as cancelling
from studyhub.meetings.views import editing as editing
from studyhub.meetings.views import ending as ending
from studyhub.meetings.views import material as material
from studyhub.meetings.views import people as people
from studyhub.meetings.views import postponing as postponing
from studyhub.meetings.views import projector as projector
from studyhub.meetings.views import signups as signups
from studyhub.meetings.views import takings as takings
from studyhub.meetings.views import thoughts as thoughts
from studyhub.meetings.views import wiping as wiping
from studyhub.meetings.views.assigning import asking as asking
from studyhub.meetings.views.assigning import assignments as assignments
from studyhub.meetings.views.assigning import chapters as chapters
from studyhub.meetings.views.assigning import claims as claims
from studyhub.meetings.views.assigning import decisions as decisions
from studyhub.meetings.views.assigning import proposals as proposals
from studyhub.meetings.views.assigning import reading_together as reading_together
from studyhub.meetings.views.attendance import attendance as attendance
from studyhub.meetings.views.attendance import attendance_table as attendance_table
from studyhub.meetings.views.attendance import checkins as checkins
from studyhub.meetings.views.attendance import own_record as own_record
from studyhub.meetings.views.blueprint import bp as bp
