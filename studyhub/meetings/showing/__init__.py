"""What pages of sessions ask before the rest."""
