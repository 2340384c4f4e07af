"""Paths of newcomers to their first night on call."""

from studyhub.demo.on_call import paths as on_the_way
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits
from studyhub.paths import calendar, messages, noticing, views
from studyhub.paths.handed_in import waiting
from studyhub.paths.handed_in.departing import OF_PEOPLE
from studyhub.paths.handed_in.limits import LIMITS
from studyhub.paths.handed_in.subjects import SUBJECTS
from studyhub.paths.handed_in.trail_words import ACTIONS

PATHS = Feature(
    name="paths",
    blueprints=(views.bp,),
    waits=(
        Waits(Turn.WRITE, waiting.next_steps, "paths/waits/next_steps.html", waiting.next_step_rows, waiting.at),
        Waits(
            Turn.ANSWER, waiting.to_sign_off, "paths/waits/to_sign_off.html", waiting.sign_off_rows, waiting.signing_at
        ),
    ),
    calendar=calendar.of_person,
    messages=messages.KINDS,
    ticks=(noticing.notice, noticing.tell_of_shadows),
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    of_people=OF_PEOPLE,
    demo=on_the_way.begin,
)
