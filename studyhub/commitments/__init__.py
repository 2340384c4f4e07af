"""Who is busy when: written by the features above, read by all."""
