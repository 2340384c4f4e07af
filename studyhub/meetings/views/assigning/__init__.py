"""Pages about who presents what."""
