"""Who presents, and who is asked."""
