"""How much of accounts one person makes in an hour, form by form; of several limits the first that is full is told."""

from studyhub.audit.limits import recorded

_ACCOUNTS = recorded(100, "invitation.sent", "invitation.revoked")
_LINKS = recorded(60, "reset.issued")

LIMITS = {
    "invitations.create": (_ACCOUNTS,),
    "invitations.delete": (_ACCOUNTS,),
    "invitations.update": (_ACCOUNTS,),
    "people.create_invitation": (_ACCOUNTS,),
    "people.create_reset_link": (_LINKS,),
}
