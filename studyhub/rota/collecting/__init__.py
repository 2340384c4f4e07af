"""Collecting days away before a rota is planned: who was asked, and who answered."""
