"""Pages about who came."""
