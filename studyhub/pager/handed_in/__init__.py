"""What the pager hands in to what serves all features."""
