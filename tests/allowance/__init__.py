"""What was served on call, in figures and as allowance."""
