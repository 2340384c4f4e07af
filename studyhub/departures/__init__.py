"""People who leave, rest or are suspended, and what becomes of everything they were to do."""
