"""What the Scrum of Scrums hands in to what serves all features."""
