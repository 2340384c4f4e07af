"""What none of its peers can do, because only this one carries all four practices; a file for each, by its name."""
