"""Who may try to sign in, and who waits for whom."""
