"""Alerts that come in: from programs by a private address, from files, and by hand."""
