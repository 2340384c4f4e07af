"""Finding circles, notes and people by words, and notes by tags. Reads the features below, owns no tables."""
