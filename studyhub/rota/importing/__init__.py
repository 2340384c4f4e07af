"""Taking over the rota that a spreadsheet holds: read, matched with people, looked at, then published as it is."""
