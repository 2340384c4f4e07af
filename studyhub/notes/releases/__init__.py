"""What leaves the organisation: asked for, approved, taken back, and everything that goes with it."""
