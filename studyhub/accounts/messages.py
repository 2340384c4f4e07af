"""What mails about accounts say."""

from datetime import datetime
from typing import Any

from flask import current_app

from studyhub.delivery.texts import Kind, Message
from studyhub.people.tokens import mailed_again
from studyhub.settings import organization
from studyhub.words.dates import when
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l


def _secret(payload: dict[str, Any]) -> str:
    return mailed_again(payload["nonce"], keys=current_app.config["STUDYHUB_SETTINGS"].keys)


def _invitation(payload: dict[str, Any], _language: str) -> Message:
    name = organization.current().name
    return Message(
        subject=_("Invitation to %(organization)s on StudyHub", organization=name),
        lines=[
            _("%(person)s invites you to %(organization)s on StudyHub.", person=payload["by"], organization=name),
            _("StudyHub is where reading circles and study sessions are planned, held and written down."),
            _("The link works for 14 days. If you did not expect this mail, you need do nothing."),
        ],
        url_path=f"/invitations/{_secret(payload)}",
        label=_("Make my account"),
    )


def _confirmation(payload: dict[str, Any], _language: str) -> Message:
    name = organization.current().name
    return Message(
        subject=_("Confirm your address for StudyHub"),
        lines=[
            _("Somebody asked for an account at %(organization)s with this address.", organization=name),
            _("If it was you, go on within 24 hours. If not, you need do nothing: no account is made."),
        ],
        url_path=f"/register/{_secret(payload)}",
        label=_("Confirm the address"),
    )


def _reset(payload: dict[str, Any], _language: str) -> Message:
    return Message(
        subject=_("A new password for StudyHub"),
        lines=[
            _("Somebody asked for a new password for this address, or for an account although you have one."),
            _("The link works once, for an hour. If it was not you, you need do nothing: your password stays."),
        ],
        url_path=f"/reset/{_secret(payload)}",
        label=_("Set a new password"),
    )


def _pending(payload: dict[str, Any], _language: str) -> Message:
    return Message(
        subject=_("%(person)s asks to be accepted", person=payload["name"]),
        lines=[_("Until an administrator accepts the account, it sees public circles only.")],
        url_path="/people/?show=pending",
        label=_("Look at the account"),
    )


def _accepted(_payload: dict[str, Any], _language: str) -> Message:
    name = organization.current().name
    return Message(
        subject=_("Your account was accepted"),
        lines=[_("You now see everything inside %(organization)s.", organization=name)],
        url_path="/",
        label=_("Open StudyHub"),
    )


def _address_changed(payload: dict[str, Any], _language: str) -> Message:
    return Message(
        subject=_("The address of your StudyHub account has changed"),
        lines=[
            _("From now on you sign in with %(after)s instead of %(before)s.", **payload),
            _("If this is not right, please tell an administrator at once."),
        ],
        url_path="/profile/security",
        label=_("Look at my account"),
    )


def _if_not_you() -> str:
    said: str = _(
        'If it was not you: set a new password at once by "Forgot your password?" on the sign-in page, '
        "and tell an administrator."
    )
    return said


def _password_changed(_payload: dict[str, Any], _language: str) -> Message:
    return Message(
        subject=_("Your password for StudyHub was changed"),
        lines=[
            _("A new password was set for your account, and all other browsers were signed out."),
            _("If it was you, you need do nothing."),
            _if_not_you(),
        ],
        url_path="/profile/security",
        label=_("Look at my browsers"),
    )


def _sessions_ended(payload: dict[str, Any], _language: str) -> Message:
    by_other = payload["by"] and _("%(person)s signed you out of StudyHub on all browsers.", person=payload["by"])
    return Message(
        subject=_("You were signed out of StudyHub"),
        lines=[
            by_other or _("All browsers but the one that was used for it were signed out of your account."),
            _("Your password stays as it is: sign in again where you need to."),
            _if_not_you() if not by_other else _("If you do not know why, ask an administrator."),
        ],
        url_path="/profile/security",
        label=_("Look at my browsers"),
    )


def _administrator_named(payload: dict[str, Any], _language: str) -> Message:
    # Who did it is named too: the press may have come from somebody at their browser.
    names = {"person": payload["name"], "by": payload["by"]}
    return Message(
        subject=_("%(person)s is an administrator now", person=payload["name"]),
        lines=[
            _(
                "%(by)s named %(person)s an administrator: people, teams and settings are theirs to change now.",
                **names,
            ),
            _(
                "If nobody meant to, take the role back on the person's page, and let %(by)s set a new password.",
                **names,
            ),
        ],
        url_path=f"/people/{payload['id']}/",
        label=_("Look at the account"),
    )


def _browser_new(payload: dict[str, Any], _language: str) -> Message:
    browser = payload["browser"] or _("Unknown browser")
    at = when(datetime.fromisoformat(payload["at"]))
    return Message(
        subject=_("Signed in on another browser: %(browser)s", browser=browser),
        lines=[_("That was on %(when)s.", when=at), _("If it was you, you need do nothing."), _if_not_you()],
        url_path="/profile/security",
        label=_("Look at my browsers"),
    )


def _address_confirmation(payload: dict[str, Any], _language: str) -> Message:
    name = organization.current().name
    return Message(
        subject=_("Confirm your new address for StudyHub"),
        lines=[
            _("Somebody who has an account at %(organization)s wants to sign in with this address.", organization=name),
            _("If it was you, open the link within 24 hours, signed in as before. If not, you need do nothing."),
        ],
        url_path=f"/address/{_secret(payload)}",
        label=_("Confirm the new address"),
    )


def _address_asked(payload: dict[str, Any], _language: str) -> Message:
    return Message(
        subject=_("Another address was asked for your StudyHub account"),
        lines=[
            _("Somebody who knows your password asked to sign in with %(after)s instead of this address.", **payload),
            _("Nothing has changed yet. If it was not you, call it off and set another password at once."),
        ],
        url_path="/profile/address",
        label=_("Look at my address"),
    )


def _merged(payload: dict[str, Any], _language: str) -> Message:
    return Message(
        subject=_("Your two StudyHub accounts are one"),
        lines=[
            _("%(by)s made the account %(before)s part of %(after)s: all that it had is there.", **payload),
            _("Sign in with %(after)s from now on. Private feed and calendar addresses of the other ended.", **payload),
            _("If this is not right, please tell an administrator at once."),
        ],
        url_path="/profile/",
        label=_("Look at my account"),
    )


_GROUP = _l("Accounts")
KINDS = {
    "invitation": Kind(_invitation, _l("Invitations"), _GROUP, can_be_turned_off=False),
    "confirmation": Kind(_confirmation, _l("Confirmation of an address"), _GROUP, can_be_turned_off=False),
    "reset": Kind(_reset, _l("New passwords"), _GROUP, can_be_turned_off=False),
    "address_changed": Kind(_address_changed, _l("Another e-mail address"), _GROUP, can_be_turned_off=False),
    "address_confirmation": Kind(
        _address_confirmation, _l("Confirmation of a new address"), _GROUP, can_be_turned_off=False
    ),
    "address_asked": Kind(_address_asked, _l("A new address was asked for"), _GROUP, can_be_turned_off=False),
    "accounts_merged": Kind(_merged, _l("Two accounts made one"), _GROUP, can_be_turned_off=False),
    "account_pending": Kind(_pending, _l("An account waits to be accepted"), _GROUP),
    "password_changed": Kind(_password_changed, _l("A new password was set"), _GROUP, can_be_turned_off=False),
    "sessions_ended": Kind(_sessions_ended, _l("You were signed out"), _GROUP, can_be_turned_off=False),
    "administrator_named": Kind(_administrator_named, _l("A new administrator"), _GROUP, can_be_turned_off=False),
    "browser_new": Kind(_browser_new, _l("A sign-in on another browser"), _GROUP, can_be_turned_off=False),
    "account_accepted": Kind(_accepted, _l("Your account was accepted"), _GROUP, can_be_turned_off=False),
}
