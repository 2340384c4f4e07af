"""Who is asking, what they may, and how often: before a view is called."""
