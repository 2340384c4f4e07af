"""Who is on duty, told beyond our own pages: to programs, to a screen in the office, to calendars."""
