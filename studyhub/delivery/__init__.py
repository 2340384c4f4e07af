"""Telling people: the outbox, the inbox, mail and the worker. Texts are handed in by kind, never imported."""
