"""Taking part: the lock under which seats are given, sign-ups, joining and leaving a circle."""
