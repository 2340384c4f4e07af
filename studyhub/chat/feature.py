"""Texts for a team's chat, and incoming webhooks."""

from studyhub.audit.limits import recorded
from studyhub.audit.words import Action
from studyhub.chat import deciding, messages, posting, stopping, views, webhooks
from studyhub.chat.models import Webhook
from studyhub.handing_in import Feature
from studyhub.people.departing import OfPeople
from studyhub.words.saying import lazy_gettext as _l

CHAT = Feature(
    name="chat",
    blueprints=(views.bp,),
    messages=messages.KINDS,
    ticks=deciding.TICKS,
    ways=posting.WAYS,
    actions={
        "webhook.added": Action(_l("added a webhook")),
        "webhook.deleted": Action(_l("deleted a webhook")),
        "webhook.tested": Action(_l("sent a test to a webhook")),
        "webhook.stopped": Action(_l("stopped a webhook")),
    },
    limits={
        "chat.create_for_circle": (recorded(20, "webhook.added"),),
        "chat.create_for_team": (recorded(20, "webhook.added"),),
        "chat.create_test": (recorded(20, "webhook.tested"),),
        "chat.delete": (recorded(60, "webhook.deleted"),),
    },
    of_people=OfPeople(kept=(Webhook.added_by_id,), give_back=stopping.stop_all_of),
    of_teams=webhooks.delete_all,
)
