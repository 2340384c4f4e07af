"""A presenter cannot come: who could stand in, and what becomes of the chapter."""
