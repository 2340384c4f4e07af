"""Planned sessions that change."""
