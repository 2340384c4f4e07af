"""Pages of accounts: signing in, registering, invitations, new passwords and addresses, each on a blueprint."""

from studyhub.accounts.views import email_changes as email_changes
from studyhub.accounts.views import invitations as invitations
from studyhub.accounts.views import registrations as registrations
from studyhub.accounts.views import resets as resets
from studyhub.accounts.views import sign_ins as sign_ins
