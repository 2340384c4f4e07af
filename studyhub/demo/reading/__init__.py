"""What the circles of the demo read, say, write down and decide."""
