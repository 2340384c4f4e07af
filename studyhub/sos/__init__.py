"""Scrum of Scrums: a card per team before each round, and help wanted that returns until it is settled."""
