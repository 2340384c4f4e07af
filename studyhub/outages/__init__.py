"""A bad hour of the database: what counts as one, how long anybody waits for it, and who may still ask."""
