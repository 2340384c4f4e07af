"""Who is in the pool of the rota, followed as readiness changes; whoever falls out is told, and the keepers are."""
