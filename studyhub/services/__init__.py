"""Services, what is peculiar to each, and who can be left alone with it."""
