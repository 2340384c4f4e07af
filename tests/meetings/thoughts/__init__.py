"""What is said between sessions."""
