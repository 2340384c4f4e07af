"""What people served on call, in figures, and the months that are closed for the allowance."""
