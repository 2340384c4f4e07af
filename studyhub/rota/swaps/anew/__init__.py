"""What swaps mean where a rota is planned anew."""
