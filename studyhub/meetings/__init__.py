"""Meetings: joining a circle, creating its plan, sign-ups, attendance, who presents which chapter."""
