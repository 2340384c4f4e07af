"""The organisation's settings and the days it is closed."""
