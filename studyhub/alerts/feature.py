"""Alerts: what rang, who did anything about it, and what is to become of it."""

from studyhub.alerts import cli, keeping, views
from studyhub.alerts.handed_in import waiting
from studyhub.alerts.handed_in.departing import OF_PEOPLE
from studyhub.alerts.handed_in.limits import LIMITS
from studyhub.alerts.handed_in.subjects import SUBJECTS
from studyhub.alerts.handed_in.trail_words import ACTIONS
from studyhub.demo.on_call import alerts as demo
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits

ALERTS = Feature(
    name="alerts",
    blueprints=(views.bp,),
    commands=(cli.group,),
    waits=(
        Waits(
            *(Turn.REVIEW, waiting.undecided, "alerts/waits/undecided.html"),
            *(waiting.undecided_rows, waiting.this_month),
        ),
    ),
    ticks=(keeping.forget_old,),
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    of_people=OF_PEOPLE,
    demo=demo.begin,
)
