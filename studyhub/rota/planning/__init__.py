"""Planning a rota: who takes which shift. Computes only; the same input and seed give the same plan everywhere."""
