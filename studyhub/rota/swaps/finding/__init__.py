"""Whom hours of a shift could be given to, and which shifts could be had for them."""
