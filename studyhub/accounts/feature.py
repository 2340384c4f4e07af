"""Accounts: signing in, registering, invitations, new passwords and addresses."""

from studyhub.accounts import cli, messages
from studyhub.accounts.gate import attempts
from studyhub.accounts.handed_in import waiting
from studyhub.accounts.handed_in.limits import LIMITS
from studyhub.accounts.handed_in.subjects import SUBJECTS
from studyhub.accounts.handed_in.trail_words import ACTIONS
from studyhub.accounts.views import email_changes, invitations, registrations, resets, sign_ins
from studyhub.accounts.views.acts import ACTS
from studyhub.handing_in import Feature
from studyhub.home.waiting import Turn, Waits

ACCOUNTS = Feature(
    name="accounts",
    blueprints=(sign_ins.bp, registrations.bp, invitations.bp, resets.bp, email_changes.bp),
    commands=(cli.group,),
    messages=messages.KINDS,
    waits=(Waits(Turn.ADMINISTER, waiting.pending, "accounts/waits/pending.html"),),
    ticks=(attempts.forget_old,),
    actions=ACTIONS,
    subjects=SUBJECTS,
    limits=LIMITS,
    acts=ACTS,
)
