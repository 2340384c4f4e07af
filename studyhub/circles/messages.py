"""What people are told about circles."""

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import ngettext

_GROUP = _l("Circles")


def circle_invited(payload: Payload, language: str) -> Message:
    """Somebody is asked into a circle."""
    return Message(
        _("%(by)s invites you to %(circle)s", by=payload["by"], circle=payload["circle"]),
        [_("Join once and you are signed up for every coming session; being absent is one press.")],
        _page(payload),
        _("Look at the circle"),
    )


def organizer_wanted(payload: Payload, language: str) -> Message:
    """Nobody organises a circle any more."""
    return Message(
        _("%(circle)s needs an organiser", circle=payload["circle"]),
        [_("Its last organiser has left. The sessions stay as planned; whoever takes part can take the circle over.")],
        _page(payload),
        _("Look at the circle"),
    )


def organizer_named(payload: Payload, language: str) -> Message:
    """Somebody was made an organiser."""
    return Message(
        _("You are an organiser of %(circle)s now", circle=payload["circle"]),
        [_("%(by)s has named you. You can plan its sessions and arrange who presents.", by=payload["by"])],
        _page(payload),
        _("Look at the circle"),
    )


def circle_taken_out(payload: Payload, language: str) -> Message:
    """An organiser took them out of a circle; without a slug it is not open to them any more."""
    lines = [
        _("An organiser has taken you out of the circle. Your seats and chapters in its coming sessions are free.")
    ]
    subject = _("You no longer take part in %(circle)s", circle=payload["circle"])
    if not payload["slug"]:
        lines.append(_("It is for participants only, so its pages are not open to you any more."))
        return Message(subject, lines, "/circles/", _("Look at all circles"))
    lines.append(_("You can join it again on its page."))
    return Message(subject, lines, _page(payload), _("Look at the circle"))


def organizer_stood_in(payload: Payload, language: str) -> Message:
    """An administrator named an organiser where none was there."""
    return Message(
        _("%(name)s organises %(circle)s now", name=payload["name"], circle=payload["circle"]),
        [_("Nobody who organised it is there, so an administrator has named somebody who takes part.")],
        _page(payload),
        _("Look at the circle"),
    )


def circle_over(payload: Payload, language: str) -> Message:
    """A circle is over, and its sessions to come are called off."""
    called_off = ngettext(
        "Its session to come is called off.", "Its %(num)s sessions to come are called off.", payload["count"]
    )
    lines = [called_off, _("Everything written and read in it stays.")]
    return Message(_("%(circle)s is over", circle=payload["circle"]), lines, _page(payload), _("Look at the circle"))


def _page(payload: Payload) -> str:
    return f"/circles/{payload['slug']}/"


KINDS = {
    "circle_invited": Kind(circle_invited, _l("You are invited to a circle"), _GROUP),
    "organizer_wanted": Kind(organizer_wanted, _l("A circle of yours needs an organiser"), _GROUP),
    "circle_taken_out": Kind(circle_taken_out, _l("You are taken out of a circle"), _GROUP),
    "circle_over": Kind(circle_over, _l("A circle of yours is over"), _GROUP),
    "organizer_stood_in": Kind(
        organizer_stood_in, _l("An administrator names an organiser of a circle of yours"), _GROUP
    ),
    "organizer_named": Kind(organizer_named, _l("You are made an organiser"), _GROUP),
}
