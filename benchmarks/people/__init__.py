"""Many people at once: who signs in, who guesses, who writes, who reads in turn."""
