"""How the organisation cuts and shares out shifts, as its keeper sets it."""
