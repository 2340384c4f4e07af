"""What the editors' page hands in to whatever serves all features."""
