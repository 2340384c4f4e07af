"""A shift as its page shows it: whose its hours are, drawn, and as somebody types some of them."""
