"""Accounts: the first visit, signing in, invitations, registration, passwords and their reset."""
