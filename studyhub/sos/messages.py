"""What people are told about rounds: never what stands on a card."""

from dataclasses import replace

from studyhub.circles.models import CircleKind
from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.sos import asking
from studyhub.sos.moves import HelpState
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def team_update_wanted(payload: Payload, language: str) -> Message:
    """A round is tomorrow, and the team has no card yet."""
    meeting = asking.round_in(payload)
    lines = [f"{meeting.circle.title} ・ {dates.when(meeting.starts_at)}"] if meeting else []
    lines.append(_("It takes three minutes: what happened on call stands on it already."))
    address = f"/sos/{payload['meeting_id']}/teams/{payload['team_id']}/edit"
    return Message(_("Please write your team's update"), lines, address, _("Write the update"))


def help_wanted_for_long(payload: Payload, language: str) -> Message:
    """Three rounds brought no help."""
    said = _("It was asked for in three rounds and is not settled. Please see who can take it on.")
    return _about_help(payload, _("Help has been wanted for three rounds"), [said])


def help_wanted_claimed(payload: Payload, language: str) -> Message:
    """Somebody takes on what they asked help with."""
    said = _("%(name)s has claimed it. Please agree with them on when and how.", name=payload["by"])
    then = _("Once it is done, either of you presses “It is settled”. Until then it comes up in each round.")
    return _about_help(payload, _("Somebody takes on the help you wanted"), [said, then])


def help_wanted_given_back(payload: Payload, language: str) -> Message:
    """Whoever took on what they asked help with cannot."""
    said = _(
        "%(name)s cannot do it after all. It comes up in the next round, and others can claim it.", name=payload["by"]
    )
    return _about_help(payload, _("The help you wanted is open again"), [said])


def _about_help(payload: Payload, subject: str, said: list[str]) -> Message:
    wanted = asking.wanted_in(payload)
    lines = [f"{wanted.team.name} ・ {wanted.meeting.circle.title}"] if wanted else []
    return Message(subject, [*lines, *said], f"/sos/#help-{payload['help_id']}", _("See the help wanted"))


def help_wanted_settled(payload: Payload, language: str) -> Message:
    """What they claimed was settled by somebody else: there is nothing left to do."""
    wanted, subject = asking.wanted_in(payload), _("The help that you took on is settled")
    if wanted is not None and wanted.became is not None and payload.get("is_invited"):
        said = _("%(name)s planned a session of it. Please sign up if you can come.", name=payload["by"])
        told = _about_help(payload, subject, [said])
        return replace(told, url_path=f"/circles/{wanted.became.slug}/", label=_("See when it is"))
    if wanted is not None and wanted.state is HelpState.WITHDRAWN:
        said = _("%(name)s says that it is not wanted any more. Thank you for taking it on.", name=payload["by"])
    else:
        said = _("%(name)s says that it is settled. Thank you for taking it on.", name=payload["by"])
    return _about_help(payload, subject, [said])


def help_wanted_again(payload: Payload, language: str) -> Message:
    """What they claimed was settled by a slip: it is theirs as before."""
    said = _("%(name)s took back that it is settled. It is yours as before.", name=payload["by"])
    return _about_help(payload, _("The help that you took on is wanted after all"), [said])


def help_wanted_became(payload: Payload, language: str) -> Message:
    """Somebody made a session of what they asked help with."""
    wanted = asking.wanted_in(payload)
    circle = wanted.became if wanted else None
    is_drill = circle is not None and circle.kind is CircleKind.DRILL
    subject = _("Training came of the help you wanted") if is_drill else _("A session came of the help you wanted")
    lines = [_("%(name)s planned it. Please sign up if you can come.", name=payload["by"])]
    address = f"/circles/{circle.slug}/" if circle else "/sos/"
    return Message(subject, lines, address, _("See when it is"))


KINDS = {
    "team_update_wanted": Kind(
        team_update_wanted,
        _l("My team's update is missing the day before a round"),
        _l("Scrum of Scrums"),
        holds=asking.is_card_wanted,
    ),
    "help_wanted_for_long": Kind(
        help_wanted_for_long,
        _l("My team's help wanted stays open for three rounds"),
        _l("Scrum of Scrums"),
        holds=asking.is_help_wanted,
    ),
    "help_wanted_claimed": Kind(
        help_wanted_claimed,
        _l("Somebody claims help that I asked for"),
        _l("Scrum of Scrums"),
        holds=asking.is_claim_of,
    ),
    "help_wanted_given_back": Kind(
        help_wanted_given_back,
        _l("Help that I asked for is given back"),
        _l("Scrum of Scrums"),
        holds=asking.is_nobodys,
    ),
    "help_wanted_settled": Kind(
        help_wanted_settled,
        _l("Help that I claimed is settled by somebody else"),
        _l("Scrum of Scrums"),
        holds=asking.is_settled,
    ),
    "help_wanted_again": Kind(
        help_wanted_again,
        _l("Help that I claimed is wanted after all"),
        _l("Scrum of Scrums"),
        holds=asking.is_theirs,
    ),
    "help_wanted_became": Kind(
        help_wanted_became,
        _l("A session comes of help that I asked for"),
        _l("Scrum of Scrums"),
        holds=asking.is_what_came_of_it_seen,
    ),
}
