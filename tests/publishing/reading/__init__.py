"""Feeds, as readers read them."""
