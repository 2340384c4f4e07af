"""People: who they are, what they may do, their devices, tokens and the days they are away."""
