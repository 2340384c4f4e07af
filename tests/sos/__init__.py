"""Tests of the Scrum of Scrums."""
