"""What people say about a chapter between meetings, and the private tick for having read it."""
