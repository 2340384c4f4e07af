"""The rota: planned, published, swapped and served."""
