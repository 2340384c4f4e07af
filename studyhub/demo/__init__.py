"""The demo organisation: invented people, circles, meetings and notes to look around in."""
