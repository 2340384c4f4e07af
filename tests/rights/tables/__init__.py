"""What the tests of rights know of every page and row: a new route or table is written down here."""
