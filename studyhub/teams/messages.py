"""What people are told about teams."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def team_chosen(payload: Payload, language: str) -> Message:
    """Somebody new says that this is their team."""
    return Message(
        _("%(name)s has chosen your team %(team)s", name=payload["name"], team=payload["team"]),
        [_("Please say hello. If they sit with another team, take them out on the team's page.")],
        f"/teams/{payload['slug']}/",
        _("See the team"),
    )


KINDS = {"team_chosen": Kind(team_chosen, _l("Somebody new chooses the team I lead"), _l("Teams"))}
