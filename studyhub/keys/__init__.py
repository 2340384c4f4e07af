"""The secret key: which one the database was used with, taking another one over, and replacing it."""
