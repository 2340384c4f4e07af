"""The ledger page of a person and of a team: what each practice has of them, counted where it is kept."""
