"""What a developer runs: the checks, what a change touches, the locks of packages, the table of settings."""
