"""Released notes on their way to a tech blog: posts, and the files that each tool reads."""
