"""A published rota of the database beside one of a model, on which people swap, go and come back at random."""
