"""What was served on call: figures, and the allowance of closed months."""

from sqlalchemy import select

from studyhub.allowance import views
from studyhub.allowance.models import AllowanceMonth, AllowanceRow
from studyhub.audit.limits import recorded
from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.audit.words import Action
from studyhub.demo.on_call import allowance as demo
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l


def _month(closed: AllowanceMonth) -> list[Subject]:
    name = f"{closed.month:%Y-%m}"
    return [Subject(gettext("Allowance of %(month)s", month=name), f"/oncall/allowance/{name}/")]


_CORRECTED = recorded(120, "allowance.corrected", "allowance.corrected_own")

ALLOWANCE = Feature(
    name="allowance",
    blueprints=(views.bp,),
    actions={
        "allowance.closed": Action(_l("closed a month for the allowance"), is_in_circles=False),
        "allowance.closed_own": Action(
            _l("closed a month for the allowance with hours of their own"), is_in_circles=False
        ),
        "allowance.names_shown": Action(_l("changed whether the record names everybody"), is_in_circles=False),
        "allowance.corrected": Action(_l("corrected a closed month"), is_in_circles=False),
        "allowance.corrected_own": Action(_l("corrected hours of their own in a closed month"), is_in_circles=False),
    },
    subjects=(SubjectKind(AllowanceMonth, lambda _reader: select(AllowanceMonth), _month),),
    limits={
        "allowance.update_figures": (recorded(60, "allowance.names_shown"),),
        "allowance.create_closing": (recorded(60, "allowance.closed", "allowance.closed_own"),),
        "allowance.create_proposed": (_CORRECTED,),
        "allowance.create_correction": (_CORRECTED,),
    },
    of_people=OfPeople(moved=(AllowanceRow.user_id, AllowanceRow.entered_by_id, AllowanceMonth.closed_by_id)),
    demo=demo.begin,
)
