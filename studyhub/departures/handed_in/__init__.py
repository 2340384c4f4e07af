"""What departures hand in to whatever serves all features."""
