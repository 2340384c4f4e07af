"""What counts for somebody in a plan though they did not serve it."""
