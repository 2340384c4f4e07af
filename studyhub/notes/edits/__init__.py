"""Writing in a note, alone and together."""
