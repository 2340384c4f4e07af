"""What is told of somebody who fell out of the pool."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.rota.messages import shift_lines
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def out_of_pool(payload: Payload, language: str) -> Message:
    """For the person: why, and what stays theirs."""
    lines = [_("You are no longer ready for as many services as the rota asks for.")]
    if payload["stale"]:
        lines.append(_("Not practised for long: %(services)s", services=_(", ").join(payload["stale"])))
    lines.append(_("Somebody who is ready in the team of a service signs you off again, after a drill for instance."))
    if payload["shifts"]:
        lines += [_("These stay yours until the rota is planned anew:"), *shift_lines(payload["shifts"])]
    return Message(_("You are no longer in the pool of the rota"), lines, "/services/map", _("See the map"))


def left_pool(payload: Payload, language: str) -> Message:
    """For the keepers: who, why, and which shifts ahead are theirs still."""
    lines = [_("%(person)s is no longer ready for as many services as the rota asks for.", person=payload["person"])]
    if payload["stale"]:
        lines.append(_("Not practised for long: %(services)s", services=_(", ").join(payload["stale"])))
    if not payload["shifts"]:
        lines.append(_("They have no shift ahead. New plans pass them over."))
        address, label = "/services/map", _("See the map")
    else:
        lines += [_("Still theirs until you plan the rota anew:"), *shift_lines(payload["shifts"])]
        address, label = f"/oncall/rotas/{payload['rota_id']}/", _("See the rota")
    return Message(_("No longer in the pool: %(person)s", person=payload["person"]), lines, address, label)


KINDS = {
    "out_of_pool": Kind(out_of_pool, _l("I fall out of the pool of the rota"), _l("On call")),
    "left_pool": Kind(left_pool, _l("Somebody falls out of the pool of the rota I keep"), _l("On call")),
}
