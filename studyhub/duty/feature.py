"""Who is on duty, told to programs and screens."""

from studyhub.audit.limits import recorded
from studyhub.audit.words import Action
from studyhub.demo.on_call import duty as demo
from studyhub.duty import events, messages, views
from studyhub.duty.handed_in.departing import OF_PEOPLE
from studyhub.duty.handed_in.subjects import SUBJECTS
from studyhub.handing_in import Feature
from studyhub.words.saying import lazy_gettext as _l

_ADDRESSES = recorded(60, *(f"duty_address.{word}" for word in ("made", "renewed", "revoked")))

DUTY = Feature(
    name="duty",
    blueprints=(views.bp,),
    calendar=events.of_person,
    actions={
        "duty_address.made": Action(_l("made a private address of the rota"), is_in_circles=False),
        "duty_address.renewed": Action(_l("renewed a private address of the rota"), is_in_circles=False),
        "duty_address.revoked": Action(_l("revoked a private address of the rota"), is_in_circles=False),
    },
    subjects=SUBJECTS,
    limits={f"duty.{form}": (_ADDRESSES,) for form in ("create", "create_renewal", "delete")},
    messages=messages.KINDS,
    of_people=OF_PEOPLE,
    demo=demo.begin,
)
