"""On-call training: scenarios with their answers, and drills on them."""
